namespace ContainerNet.Paths.Cookies;

/// <summary>A cookie that the browser has and does not send.</summary>
/// <param name="Cookie">The cookie.</param>
/// <param name="Reason">Why not, as a clause.</param>
public sealed record WithheldCookie(Cookie Cookie, string Reason);
