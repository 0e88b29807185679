namespace ContainerNet.Paths.Cookies;

/// <summary>The cookies of a request.</summary>
/// <param name="Sent">Those that go along, in their order.</param>
/// <param name="Withheld">Those that do not, though they are of the same host or of one above or below it.</param>
public sealed record CookieAnswer(IReadOnlyList<Cookie> Sent, IReadOnlyList<WithheldCookie> Withheld)
{
    /// <summary>The Cookie header; "" without cookies.</summary>
    public string Header => string.Join("; ", Sent.Select(c => c.Name.Length > 0 ? $"{c.Name}={c.Value}" : c.Value));
}
