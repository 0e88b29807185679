using System.Globalization;
using System.Net;

namespace ContainerNet.Paths.Requests;

/// <summary>The variables of nginx that follow from the request and the configuration.</summary>
internal static class BuiltInVariables
{
    /// <summary>The value; null when it is not known, or there is no such variable.</summary>
    public static string? Find(RequestState state, string name)
    {
        ClientRequest request = state.Request;
        return name switch
        {
            "uri" or "document_uri" => state.Path,
            "request_uri" => state.Target.Raw,
            "args" or "query_string" => state.Arguments,
            "is_args" => state.Arguments.Length > 0 ? "?" : "",
            "host" => state.Host.Length > 0 ? state.Host : ServerName(state),
            "server_name" => ServerName(state),
            "scheme" => request.Scheme,
            "https" => request.Scheme == "https" ? "on" : "",
            "request_method" => state.Method,
            "server_port" => request.UnixPath is null ? request.Port.ToString(CultureInfo.InvariantCulture) : "",
            "server_addr" => request.UnixPath is not null ? "unix:" + request.UnixPath : request.Address?.ToString(),
            "server_protocol" => "HTTP/1.1",
            "request" => $"{request.Method} {state.Target.Raw} HTTP/1.1",
            "remote_addr" or "realip_remote_addr" => Client(request),
            "proxy_host" => state.Pass?.HostHeader,
            "proxy_port" => state.Pass is { UnixPath: null } pass ? pass.EffectivePort.ToString(CultureInfo.InvariantCulture) : "",
            "proxy_add_x_forwarded_for" => ForwardedFor(request),
            "nginx_version" => state.Proxy.Version?.ToString(),
            "content_type" => Header(request, "content_type"),
            "content_length" => Header(request, "content_length"),
            _ when name.StartsWith("http_", StringComparison.Ordinal) => Header(request, name[5..]),
            _ when name.StartsWith("arg_", StringComparison.Ordinal) => Argument(state.Arguments, name[4..]),
            _ when name.StartsWith("cookie_", StringComparison.Ordinal) => Cookie(request, name[7..]),
            _ => null,
        };
    }

    /// <summary>A header of the client, several of the same name joined; "" when there is none.</summary>
    public static string Header(ClientRequest request, string name) => name == "host"
        ? ByteText.Of(request.Host ?? "")
        : ByteText.Of(string.Join(name == "cookie" ? "; " : ", ", request.Headers
            .Where(h => h.Key.Replace('-', '_').Equals(name, StringComparison.OrdinalIgnoreCase)).Select(h => h.Value)));

    private static string? ServerName(RequestState state)
    {
        string name = state.Server.Server.Name;
        return name.Equals("$hostname", StringComparison.OrdinalIgnoreCase) ? null
            : name.StartsWith('~') ? ByteText.Of(name) : ByteText.Lower(ByteText.Of(name.StartsWith('.') ? name[1..] : name));
    }

    private static string? Client(ClientRequest request) =>
        request.UnixPath is not null ? "unix:" : request.Client is IPAddress client ? client.ToString() : null;

    private static string? ForwardedFor(ClientRequest request)
    {
        string before = Header(request, "x_forwarded_for");
        return Client(request) is not string client ? null : before.Length > 0 ? $"{before}, {client}" : client;
    }

    private static string Argument(string arguments, string name)
    {
        foreach (string argument in arguments.Split('&'))
        {
            int equal = argument.IndexOf('=', StringComparison.Ordinal);
            if (equal > 0 && argument.AsSpan(0, equal).Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return argument[(equal + 1)..];
            }
        }

        return "";
    }

    private static string Cookie(ClientRequest request, string name)
    {
        foreach (string cookie in Header(request, "cookie").Split(';'))
        {
            string trimmed = cookie.Trim(' ');
            int equal = trimmed.IndexOf('=', StringComparison.Ordinal);
            if (equal > 0 && trimmed.AsSpan(0, equal).Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return trimmed[(equal + 1)..];
            }
        }

        return "";
    }
}
