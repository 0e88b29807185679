using System.Globalization;
using System.Text;
using ContainerNet.Sources.Nginx;

namespace ContainerNet.Paths.Ingresses;

/// <summary>
/// Writes the configuration that ingress-nginx would give to nginx, line for line where a request's way depends on it
/// (rootfs/etc/nginx/template/nginx.tmpl and internal/ingress/controller/template/template.go), without what needs Lua. Which location takes a
/// request, and what becomes of its path, is left to nginx: here stand locations in their order, with their modifiers and rewrites.
/// </summary>
internal static class IngressNginx
{
    /// <summary>The text. An upstream that repeats what it is asked takes the place of the services.</summary>
    public static string Write(IngressConfiguration configuration, string folder)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $$"""
            events { }
            http {
                {{RealNginx.OwnPlaces(folder)}}
                server_names_hash_bucket_size 256;
                map $http_upgrade $connection_upgrade { default upgrade; '' ''; }
                server_name_in_redirect off;
                port_in_redirect off;
                upstream upstream_balancer { server unix:{{folder}}/echo.sock; keepalive 4; }
                server {
                    listen unix:{{folder}}/echo.sock;
                    merge_slashes off;
                    location / {
                        default_type text/plain;
                        return 200 "$http_x_upstream|$request_uri|$http_host|$http_x_forwarded_prefix|$http_connection|$http_upgrade";
                    }
                }

            """);
        foreach ((IngressServer server, int number) in configuration.Servers.Select((s, i) => (s, i)))
        {
            Write(text, server, number, folder);
        }

        return text.Append("}\n").ToString();
    }

    private static void Write(StringBuilder text, IngressServer server, int number, string folder)
    {
        bool isAll = server.Host == "_";
        string names = string.Join(' ', server.Aliases.Select(a => $"\"{Sanitized(a)}\""));
        text.Append(CultureInfo.InvariantCulture, $"server {{\n  server_name {Quoted(ServerName(server.Host))} {names};\n");
        text.Append(CultureInfo.InvariantCulture, $"  listen unix:{folder}/front.sock{(isAll ? " default_server" : "")};\n  set $proxy_upstream_name \"-\";\n");

        // The controller asks all locations, and one is enough.
        bool enforceRegex = server.Locations.Any(l => (l.Options.RewriteTarget.Length > 0 && l.Options.RewriteTarget != l.Path) || l.Options.UsesRegex);
        foreach ((IngressLocation location, int index) in server.Locations.Select((l, i) => (l, i)))
        {
            if (location.Options.AppRoot.Length > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"  if ($uri = /) {{ return 302 $scheme://$http_host{location.Options.AppRoot}; }}\n");
            }

            Write(text, location, $"{number}.{index}", enforceRegex);
        }

        if (isAll)
        {
            text.Append("  location /healthz { return 200; }\n  location /nginx_status { deny all; return 403; }\n");
        }

        text.Append("}\n");
    }

    private static void Write(StringBuilder text, IngressLocation location, string id, bool enforceRegex)
    {
        IngressOptions options = location.Options;
        string path = Sanitized(location.Path);
        string match = enforceRegex ? $"~* \"^{path}\"" : location.Type == Model.Ingresses.IngressPathType.Exact ? $"= \"{path}\"" : $"\"{path}\"";
        text.Append(CultureInfo.InvariantCulture, $"  location {match} {{\n    add_header X-Loc {id} always;\n    set $proxy_upstream_name {Quoted(location.Upstream.Name)};\n");
        text.Append(CultureInfo.InvariantCulture, $"    port_in_redirect {(options.UsesPortInRedirects ? "on" : "off")};\n");
        if (options.AllowsCors)
        {
            text.Append("    set $cors 'true';\n    if ($request_method = 'OPTIONS') { set $cors ${cors}options; }\n");
            text.Append("    if ($cors = \"trueoptions\") { return 204; }\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"    proxy_set_header Host {(options.UpstreamHost.Length > 0 ? Quoted(options.UpstreamHost) : "$http_host")};\n");
        text.Append("    proxy_set_header X-Upstream $proxy_upstream_name;\n    proxy_set_header Upgrade $http_upgrade;\n");
        text.Append(CultureInfo.InvariantCulture, $"    proxy_set_header Connection {(options.ConnectionHeader.Length > 0 ? options.ConnectionHeader : "$connection_upgrade")};\n");
        text.Append(CultureInfo.InvariantCulture, $"    proxy_http_version {options.HttpVersion};\n");
        if (options.RelativeRedirects)
        {
            text.Append("    absolute_redirect off;\n");
        }

        if (options.RedirectUrl.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"    return {options.RedirectCode} {options.RedirectUrl};\n");
        }

        if (location.Path != options.RewriteTarget && options.RewriteTarget.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"    rewrite \"(?i){path}\" {options.RewriteTarget} break;\n");
            if (options.ForwardedPrefix.Length > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"    proxy_set_header X-Forwarded-Prefix {Quoted(options.ForwardedPrefix)};\n");
            }
        }

        Changes(text, options);
        text.Append("    proxy_pass http://upstream_balancer;\n  }\n");
    }

    /// <summary>What becomes of the answers of the application.</summary>
    private static void Changes(StringBuilder text, IngressOptions options)
    {
        // Events of a server come at once, because nothing is gathered.
        text.Append("    proxy_buffering off;\n");
        text.Append(CultureInfo.InvariantCulture, $"    proxy_cookie_domain {options.CookieDomain};\n    proxy_cookie_path {options.CookiePath};\n");
        if (options.ProxyRedirectFrom is "off" or "default")
        {
            // The default needs a proxy_pass without variables before it, as the controller has it too.
            text.Append(options.ProxyRedirectFrom == "off" ? "    proxy_redirect off;\n" : "");
        }
        else if (options.ProxyRedirectTo != "off")
        {
            text.Append(CultureInfo.InvariantCulture, $"    proxy_redirect {options.ProxyRedirectFrom} {options.ProxyRedirectTo};\n");
        }
    }

    private static string ServerName(string host) => !host.StartsWith('*') ? host
        : @"~^(?<subdomain>[\w-]+)\." + string.Join(@"\.", host.Replace("*.", "", StringComparison.Ordinal).Split('.')) + "$";

    private static string Sanitized(string path) => path.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    private static string Quoted(string text) => $"\"{Sanitized(text)}\"";
}
