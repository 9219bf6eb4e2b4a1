using Portal.Components;
using Portal.Core.Jobs;

namespace Portal.Features.NewJob;

/// <summary>What the page of a new job needs besides the domain: where drafts are kept, which samples and images there are, and short messages.</summary>
public sealed record NewJobTools(BrowserStore Drafts, SampleCatalog Samples, JobOptions Platform, ToastState Toasts);
