using System.Net;

namespace ContainerNet.Paths.Cookies;

/// <summary>Hosts, domains and paths as cookies see them.</summary>
internal static class CookieSite
{
    /// <summary>Does a host belong to a domain?</summary>
    public static bool IsWithin(string host, string domain) => host.Equals(domain, StringComparison.OrdinalIgnoreCase)
        || (host.Length > domain.Length && host.EndsWith(domain, StringComparison.OrdinalIgnoreCase) && host[^(domain.Length + 1)] == '.' && !IPAddress.TryParse(host, out _));

    /// <summary>Does a path go along with that of a cookie?</summary>
    public static bool IsBelow(string path, string cookiePath) => path.StartsWith(cookiePath, StringComparison.Ordinal)
        && (path.Length == cookiePath.Length || cookiePath.EndsWith('/') || path[cookiePath.Length] == '/');

    /// <summary>The path of a cookie that names none: that of the request without what follows its last slash.</summary>
    public static string DefaultPath(string path) => path.LastIndexOf('/') is > 0 and int slash ? path[..slash] : "/";

    /// <summary>Is a URL safe from listeners? The own machine counts as safe.</summary>
    public static bool IsSecure(Uri url) => url.Scheme is "https" or "wss" || url.IsLoopback || url.IdnHost.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);

    /// <summary>Are two URLs of the same site? That is the scheme and the registered domain, for which the last two labels are taken: the list of
    /// public suffixes, which knows co.uk, is not at hand.</summary>
    public static bool IsSameSite(Uri one, Uri other) => IsTls(one) == IsTls(other) && Registered(one.IdnHost).Equals(Registered(other.IdnHost), StringComparison.OrdinalIgnoreCase);

    private static bool IsTls(Uri url) => url.Scheme is "https" or "wss";

    private static string Registered(string host)
    {
        int last = IPAddress.TryParse(host, out _) ? -1 : host.LastIndexOf('.');
        return last <= 0 ? host : host[(host.LastIndexOf('.', last - 1) + 1)..];
    }
}
