namespace ContainerNet.Paths.Cookies;

/// <summary>The cookies of one browser. Not for several threads at once.</summary>
public sealed class CookieStore
{
    /// <summary>Browsers keep some hundred a site; what is beyond that is no application's doing.</summary>
    private const int Limit = 1000;

    private readonly List<Cookie> _cookies = [];

    /// <summary>All that are kept, the oldest first.</summary>
    public IReadOnlyList<Cookie> Cookies => _cookies;

    /// <summary>Takes a Set-Cookie header in. One of the same name, domain and path takes the place of the one before; one that has ended takes
    /// it away.</summary>
    public CookieReading Take(string header, Uri url, DateTimeOffset now)
    {
        CookieReading reading = SetCookie.Read(header, url, now);
        if (reading.Cookie is not { } cookie)
        {
            return reading;
        }

        // Over HTTP a cookie that is Secure is neither replaced nor hidden.
        if (!CookieSite.IsSecure(url) && _cookies.Exists(c => c.IsSecure && c.Name == cookie.Name
            && (CookieSite.IsWithin(c.Domain, cookie.Domain) || CookieSite.IsWithin(cookie.Domain, c.Domain)) && CookieSite.IsBelow(cookie.Path, c.Path)))
        {
            return new CookieReading(null, "there is a Secure one of that name, and the answer came over HTTP");
        }

        int place = _cookies.FindIndex(c => c.Name == cookie.Name && c.Domain == cookie.Domain && c.IsHostOnly == cookie.IsHostOnly && c.Path == cookie.Path);
        if (cookie.Expires <= now)
        {
            if (place >= 0)
            {
                _cookies.RemoveAt(place);
            }
        }
        else if (place >= 0)
        {
            _cookies[place] = cookie;
        }
        else if (_cookies.Count < Limit)
        {
            _cookies.Add(cookie);
        }
        else
        {
            return new CookieReading(null, $"there are {Limit} cookies already");
        }

        return reading;
    }

    /// <summary>Which cookies go along with a request, those of longer paths first, and why others do not.</summary>
    public CookieAnswer For(CookieRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        List<Cookie> sent = [];
        List<WithheldCookie> withheld = [];
        foreach (Cookie cookie in _cookies)
        {
            string? reason = Why(cookie, request);
            if (reason is null)
            {
                sent.Add(cookie);
            }
            else if (CookieSite.IsSameSite(cookie.SetBy, request.Url) || CookieSite.IsWithin(request.Url.IdnHost, cookie.Domain))
            {
                withheld.Add(new WithheldCookie(cookie, reason));
            }
        }

        return new CookieAnswer([.. sent.OrderByDescending(c => c.Path.Length)], withheld);
    }

    private static string? Why(Cookie cookie, CookieRequest request)
    {
        Uri url = request.Url;
        bool isOwn = request.Page is null || CookieSite.IsSameSite(request.Page, url);
        bool isSafe = request.Method is "GET" or "HEAD" or "OPTIONS" or "TRACE";
        return !(cookie.IsHostOnly ? url.IdnHost.Equals(cookie.Domain, StringComparison.OrdinalIgnoreCase) : CookieSite.IsWithin(url.IdnHost, cookie.Domain))
                ? $"it is for {cookie.Domain}{(cookie.IsHostOnly ? " alone" : "")}"
            : !CookieSite.IsBelow(url.AbsolutePath, cookie.Path) ? $"its path {cookie.Path} does not cover {url.AbsolutePath}"
            : cookie.IsSecure && !CookieSite.IsSecure(url) ? "it is Secure, and this is HTTP"
            : cookie.Expires <= request.Now ? "it has ended"
            : isOwn || cookie.SameSite == SameSite.None ? null
            : cookie.SameSite == SameSite.Strict ? "it is SameSite=Strict, and another site asks"
            : request.IsNavigation && isSafe ? null : "it is SameSite=Lax, and another site asks for a part of its page";
    }
}
