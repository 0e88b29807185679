using System.Globalization;

namespace ContainerNet.Paths.Cookies;

/// <summary>Reads Set-Cookie headers as browsers do.</summary>
public static class SetCookie
{
    /// <summary>Browsers take no more of a name with its value.</summary>
    private const int SizeLimit = 4096;

    /// <summary>Reads one.</summary>
    /// <param name="header">The value of the header.</param>
    /// <param name="url">The request whose answer it stands in.</param>
    /// <param name="now">The time.</param>
    public static CookieReading Read(string header, Uri url, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(url);
        string[] parts = header.Split(';');
        (string name, string value) = Pair(parts[0]);
        if (name.Length == 0 && value.Length == 0)
        {
            return Refuse("it has no name");
        }

        if (name.Length + value.Length > SizeLimit || header.AsSpan().IndexOfAny("\0\r\n") >= 0)
        {
            return Refuse(name.Length + value.Length > SizeLimit ? $"it is longer than {SizeLimit} bytes" : "it has control characters");
        }

        Dictionary<string, string> attributes = new(StringComparer.OrdinalIgnoreCase);
        foreach (string part in parts.Skip(1))
        {
            // Of the same attribute twice the last counts.
            (string key, string text) = part.Contains('=', StringComparison.Ordinal) ? Pair(part) : (part.Trim(), "");
            attributes[key] = text;
        }

        string path = attributes.GetValueOrDefault("Path", "");
        string domain = attributes.GetValueOrDefault("Domain", "").TrimStart('.').ToLowerInvariant();
        Cookie cookie = new()
        {
            Name = name,
            Value = value,
            Domain = domain.Length > 0 ? domain : url.IdnHost,
            IsHostOnly = domain.Length == 0,
            Path = path.StartsWith('/') ? path : CookieSite.DefaultPath(url.AbsolutePath),
            HasOwnPath = path.StartsWith('/'),
            IsSecure = attributes.ContainsKey("Secure"),
            IsHttpOnly = attributes.ContainsKey("HttpOnly"),
            SameSite = attributes.GetValueOrDefault("SameSite", "").ToUpperInvariant() switch { "STRICT" => SameSite.Strict, "NONE" => SameSite.None, _ => SameSite.Lax },
            Expires = Expiry(attributes, now),
            SetBy = url,
        };
        return Refusal(cookie, url) is { } reason ? Refuse(reason) : new CookieReading(cookie, "");
    }

    private static CookieReading Refuse(string reason) => new(null, reason);

    private static (string Name, string Value) Pair(string text)
    {
        int equal = text.IndexOf('=', StringComparison.Ordinal);
        return equal < 0 ? ("", text.Trim()) : (text[..equal].Trim(), text[(equal + 1)..].Trim());
    }

    private static DateTimeOffset? Expiry(Dictionary<string, string> attributes, DateTimeOffset now)
    {
        if (attributes.TryGetValue("Max-Age", out string? age) && long.TryParse(age, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long seconds))
        {
            // Browsers keep none for longer than 400 days.
            return seconds <= 0 ? DateTimeOffset.MinValue : now.AddSeconds(Math.Min(seconds, 400L * 24 * 3600));
        }

        return attributes.TryGetValue("Expires", out string? date) ? CookieDate.Parse(date) : null;
    }

    private static string? Refusal(Cookie cookie, Uri url)
    {
        bool isSecureUrl = CookieSite.IsSecure(url);
        if (!cookie.IsHostOnly && !CookieSite.IsWithin(url.IdnHost, cookie.Domain))
        {
            return $"its Domain {cookie.Domain} is not that of {url.IdnHost}";
        }

        if (!cookie.IsHostOnly && !cookie.Domain.Contains('.', StringComparison.Ordinal) && cookie.Domain != url.IdnHost)
        {
            return $"its Domain {cookie.Domain} is a public one";
        }

        return cookie.IsSecure && !isSecureUrl ? "it is Secure, and the answer came over HTTP"
            : cookie.SameSite == SameSite.None && !cookie.IsSecure ? "it is SameSite=None without Secure"
            : cookie.Name.StartsWith("__Secure-", StringComparison.OrdinalIgnoreCase) && !cookie.IsSecure ? "its name asks for Secure"
            : cookie.Name.StartsWith("__Host-", StringComparison.OrdinalIgnoreCase) && !(cookie.IsSecure && cookie.IsHostOnly && cookie is { HasOwnPath: true, Path: "/" })
                ? "its name asks for Secure, Path=/ and no Domain" : null;
    }
}
