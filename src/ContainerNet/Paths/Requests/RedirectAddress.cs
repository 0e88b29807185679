using System.Globalization;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Paths.Requests;

/// <summary>The Location header of a redirect (src/http/ngx_http_header_filter_module.c): a path gets scheme, host and port.</summary>
internal static class RedirectAddress
{
    /// <summary>The header for an address of the configuration.</summary>
    public static string Of(string address, RequestState state, LocationSettings settings)
    {
        if (!address.StartsWith('/') || !settings.AbsoluteRedirect)
        {
            return address;
        }

        ClientRequest request = state.Request;
        string host = settings.ServerNameInRedirect || state.Host.Length == 0
            ? BuiltInVariables.Find(state, "server_name") ?? "" : state.Host;
        int usual = request.Scheme == "https" ? 443 : 80;
        bool named = settings.PortInRedirect && request.UnixPath is null && request.Port != usual;
        string port = named ? string.Create(CultureInfo.InvariantCulture, $":{request.Port}") : "";
        return $"{request.Scheme}://{host}{port}{address}";
    }
}
