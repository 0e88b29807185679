namespace ContainerNet.Paths.Cookies;

/// <summary>What a browser makes of a Set-Cookie header.</summary>
/// <param name="Cookie">The cookie; null where it is refused.</param>
/// <param name="Refusal">Why it is, as a clause; "" where it is not.</param>
public sealed record CookieReading(Cookie? Cookie, string Refusal);
