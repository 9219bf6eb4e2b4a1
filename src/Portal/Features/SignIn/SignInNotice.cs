namespace Portal.Features.SignIn;

/// <summary>What the sign-in page has to tell.</summary>
public enum SignInNotice
{
    None,

    /// <summary>The sign-in lasted its time.</summary>
    Expired,

    /// <summary>The person signed out.</summary>
    SignedOut,

    /// <summary>The owner's link was used already, or is not the right one.</summary>
    LinkUsed,

    /// <summary>Somebody tried a local sign-in from another machine, or as nobody known.</summary>
    NotAllowed,
}
