namespace Portal.Core.Clusters;

/// <summary>One entry of a Status object's <c>details.causes</c>.</summary>
/// <param name="Field">Path of the field, for example <c>spec.driver.cores</c>; may be empty.</param>
/// <param name="Message">What is wrong with it.</param>
public sealed record ClusterErrorCause(string Field, string Message);
