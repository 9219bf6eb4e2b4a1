namespace Portal.Core.Clusters;

/// <summary>Kinds of refusal, by what the caller can do about them.</summary>
public enum ClusterErrorKind
{
    /// <summary>No answer: connection refused, reset, timed out, TLS. Try again later.</summary>
    Unreachable,

    /// <summary>401: the portal's own credentials are not accepted.</summary>
    Unauthorized,

    /// <summary>403: the person may not do this; includes exceeded quotas.</summary>
    Forbidden,

    /// <summary>404.</summary>
    NotFound,

    /// <summary>409 AlreadyExists.</summary>
    AlreadyExists,

    /// <summary>409 Conflict: somebody else changed it first, or a precondition failed.</summary>
    Conflict,

    /// <summary>400, 415, 422: the object is not acceptable.</summary>
    Invalid,

    /// <summary>410: the version asked for is no longer kept.</summary>
    Expired,

    /// <summary>413: the object is larger than the API takes.</summary>
    TooLarge,

    /// <summary>429 or 503: the server asks for patience.</summary>
    Busy,

    /// <summary>Any other answer, and answers that are not Kubernetes'.</summary>
    Unexpected,
}
