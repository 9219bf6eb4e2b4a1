using System.Data.Common;
using Portal.Core.Clusters;
using Portal.Core.Storage;

namespace Portal.Components;

/// <summary>Why a page or action failed, as far as the reader can do something about it.</summary>
/// <param name="Key">Key of the texts: <c>{Key}Title</c> and <c>{Key}Advice</c>.</param>
/// <param name="Detail">What the other side said, in its own words.</param>
public sealed record LoadFailure(string Key, string Detail)
{
    public string TitleKey => $"{Key}Title";

    public string AdviceKey => $"{Key}Advice";

    /// <summary>Whether trying again by itself makes sense.</summary>
    public bool Passing => Key is "FailUnreachable" or "FailBusy" or "FailDatabase" or "FailOther";

    public static LoadFailure From(Exception error) => error switch
    {
        ClusterException cluster => new(KeyOf(cluster.Kind), cluster.Message),
        StorageUnavailableException database => new("FailDatabase", database.Message),
        _ when DatabaseError(error) is { } database => new("FailDatabase", database.Message),
        _ => new("FailOther", error.Message),
    };

    private static string KeyOf(ClusterErrorKind kind) => kind switch
    {
        ClusterErrorKind.Unreachable => "FailUnreachable",
        ClusterErrorKind.Unauthorized => "FailUnauthorized",
        ClusterErrorKind.Forbidden => "FailForbidden",
        ClusterErrorKind.NotFound => "FailNotFound",
        ClusterErrorKind.AlreadyExists or ClusterErrorKind.Conflict => "FailConflict",
        ClusterErrorKind.Invalid or ClusterErrorKind.TooLarge => "FailInvalid",
        ClusterErrorKind.Busy or ClusterErrorKind.Expired => "FailBusy",
        _ => "FailOther",
    };

    // EF wraps what the driver throws.
    private static DbException? DatabaseError(Exception? error) => error switch
    {
        null => null,
        DbException database => database,
        _ => DatabaseError(error.InnerException),
    };
}
