namespace Portal.Features.SignIn;

/// <summary>Names the resources that hold the texts of the sign-in page: <c>SignInTexts.resx</c> and its translations.</summary>
public sealed class SignInTexts;
