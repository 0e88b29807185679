using ContainerNet.Paths.Ingresses;
using ContainerNet.Paths.Requests;

namespace ContainerNet.Paths.Visits;

/// <summary>What an ingress changes in answers of an application: proxy_redirect, proxy_cookie_path and proxy_cookie_domain of nginx, and its own
/// cookie of affinity. Nothing else: bodies stay as they are.</summary>
internal static class AnswerChanges
{
    /// <summary>The answer as a browser gets it.</summary>
    public static VisitAnswer Apply(VisitAnswer answer, IngressLocation location, VisitRequest request)
    {
        IngressOptions options = location.Options;
        List<KeyValuePair<string, string>> headers = [];
        string detail = answer.Detail;
        foreach ((string name, string value) in answer.Headers)
        {
            string changed = value;
            if (name.Equals("Location", StringComparison.OrdinalIgnoreCase))
            {
                changed = Location(value, options, request);
                detail = options.ProxyRedirectFrom.StartsWith('~') ? $"proxy-redirect-from {options.ProxyRedirectFrom} was not followed" : detail;
            }
            else if (name.Equals("Set-Cookie", StringComparison.OrdinalIgnoreCase))
            {
                changed = Cookie(value, options);
            }

            headers.Add(new(name, changed));
        }

        if (options.Affinity is { } affinity && answer.Status is not null)
        {
            string domain = affinity.Domain.Length > 0 ? $"; Domain={affinity.Domain}" : "";
            bool isSecure = affinity.Secure ?? request.Url.Scheme == "https";
            string site = affinity.SameSite.Length > 0 ? $"; SameSite={affinity.SameSite}" : "";
            headers.Add(new("Set-Cookie", $"{affinity.Name}=predicted; Path={location.CookiePath}{domain}{(isSecure ? "; Secure" : "")}; HttpOnly{site}"));
        }

        return answer with { Headers = headers, OwnLocation = answer.Header("Location"), OwnCookies = [.. answer.All("Set-Cookie")], Detail = detail };
    }

    /// <summary>proxy_redirect: a beginning is replaced; what begins with a slash then is made whole, without a port unless that is asked for.</summary>
    public static string Location(string value, IngressOptions options, VisitRequest request)
    {
        string? changed = Redirect(value, options, t => Filled(t, request));
        return changed is null ? value
            : !changed.StartsWith('/') || options.RelativeRedirects ? changed
            : $"{request.Url.Scheme}://{request.Url.IdnHost}{(options.UsesPortInRedirects && !request.Url.IsDefaultPort ? $":{request.Url.Port}" : "")}{changed}";
    }

    /// <summary>proxy_redirect alone; null where it changes nothing. A pattern is not followed.</summary>
    /// <param name="value">The address that the application gives.</param>
    /// <param name="options">The location's.</param>
    /// <param name="fill">Puts values in the place of variables.</param>
    public static string? Redirect(string value, IngressOptions options, Func<string, string> fill) =>
        options.ProxyRedirectFrom is not ("off" or "default") && options.ProxyRedirectTo != "off" && !options.ProxyRedirectFrom.StartsWith('~')
        && fill(options.ProxyRedirectFrom) is var from && value.StartsWith(from, StringComparison.Ordinal)
            ? fill(options.ProxyRedirectTo) + value[from.Length..] : null;

    /// <summary>proxy_cookie_path: a text takes the place of a beginning, and that of a pattern the place of the whole (ngx_http_proxy_module).</summary>
    public static string CookiePath(string path, IngressOptions options)
    {
        if (Pair(options.CookiePath) is not (string from, string to))
        {
            return path;
        }

        if (!from.StartsWith('~'))
        {
            return path.StartsWith(from, StringComparison.Ordinal) ? to + path[from.Length..] : path;
        }

        bool ignoreCase = from.StartsWith("~*", StringComparison.Ordinal);
        return !to.Contains('$', StringComparison.Ordinal) && new Pcre(from[(ignoreCase ? 2 : 1)..], ignoreCase).IsMatch(path) == true ? to : path;
    }

    /// <summary>A Set-Cookie header after proxy_cookie_path and proxy_cookie_domain. A domain's pattern is not followed.</summary>
    public static string Cookie(string value, IngressOptions options)
    {
        string[] parts = value.Split(';');
        (string From, string To)? domain = Pair(options.CookieDomain);
        for (int i = 1; i < parts.Length; i++)
        {
            string[] pair = parts[i].Split('=', 2);
            string name = pair[0].Trim(), text = pair.Length == 2 ? pair[1].Trim() : "";
            if (name.Equals("path", StringComparison.OrdinalIgnoreCase) && CookiePath(text, options) is var path && path != text)
            {
                parts[i] = $"{pair[0]}={path}";
            }
            else if (domain is { } d && name.Equals("domain", StringComparison.OrdinalIgnoreCase) && text.TrimStart('.').Equals(d.From.TrimStart('.'), StringComparison.OrdinalIgnoreCase))
            {
                parts[i] = $"{pair[0]}={d.To}";
            }
        }

        return string.Join(';', parts);
    }

    private static (string From, string To)? Pair(string setting) =>
        setting.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [{ } from, { } to] ? (from, to) : null;

    private static string Filled(string text, VisitRequest request) => !text.Contains('$', StringComparison.Ordinal) ? text
        : text.Replace("$scheme", request.Url.Scheme, StringComparison.Ordinal).Replace("$http_host", request.Host, StringComparison.Ordinal)
            .Replace("$host", request.Url.IdnHost, StringComparison.Ordinal);
}
