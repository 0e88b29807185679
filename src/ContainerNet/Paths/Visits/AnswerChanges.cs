using ContainerNet.Paths.Ingresses;

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
        if (options.ProxyRedirectFrom is "off" or "default" || options.ProxyRedirectTo == "off" || options.ProxyRedirectFrom.StartsWith('~')
            || !value.StartsWith(Filled(options.ProxyRedirectFrom, request), StringComparison.Ordinal))
        {
            return value;
        }

        string changed = Filled(options.ProxyRedirectTo, request) + value[Filled(options.ProxyRedirectFrom, request).Length..];
        return !changed.StartsWith('/') || options.RelativeRedirects ? changed
            : $"{request.Url.Scheme}://{request.Url.IdnHost}{(options.UsesPortInRedirects && !request.Url.IsDefaultPort ? $":{request.Url.Port}" : "")}{changed}";
    }

    /// <summary>proxy_cookie_path and proxy_cookie_domain: the beginning of the path, and the whole of the domain.</summary>
    public static string Cookie(string value, IngressOptions options)
    {
        (string From, string To)? path = Pair(options.CookiePath), domain = Pair(options.CookieDomain);
        if (path is null && domain is null)
        {
            return value;
        }

        string[] parts = value.Split(';');
        for (int i = 1; i < parts.Length; i++)
        {
            string[] pair = parts[i].Split('=', 2);
            string text = pair.Length == 2 ? pair[1].Trim() : "";
            if (path is { } p && pair[0].Trim().Equals("path", StringComparison.OrdinalIgnoreCase) && text.StartsWith(p.From, StringComparison.Ordinal))
            {
                parts[i] = $"{pair[0]}={p.To}{text[p.From.Length..]}";
            }
            else if (domain is { } d && pair[0].Trim().Equals("domain", StringComparison.OrdinalIgnoreCase)
                && text.TrimStart('.').Equals(d.From.TrimStart('.'), StringComparison.OrdinalIgnoreCase))
            {
                parts[i] = $"{pair[0]}={d.To}";
            }
        }

        return string.Join(';', parts);
    }

    private static (string From, string To)? Pair(string setting) =>
        setting.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [{ } from, { } to] && !from.StartsWith('~') ? (from, to) : null;

    private static string Filled(string text, VisitRequest request) => !text.Contains('$', StringComparison.Ordinal) ? text
        : text.Replace("$scheme", request.Url.Scheme, StringComparison.Ordinal).Replace("$http_host", request.Host, StringComparison.Ordinal)
            .Replace("$host", request.Url.IdnHost, StringComparison.Ordinal);
}
