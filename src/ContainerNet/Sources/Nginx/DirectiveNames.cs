using System.Collections.Frozen;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Sources.Nginx;

/// <summary>What directives of servers and locations have to do with the question who answers a request.</summary>
internal static class DirectiveNames
{
    /// <summary>Run one after the other before somebody answers.</summary>
    private static readonly FrozenSet<string> s_steps = FrozenSet.Create("set", "if", "rewrite", "return", "break");

    /// <summary>May refuse a request, by what is not in the configuration.</summary>
    private static readonly FrozenSet<string> s_conditions = FrozenSet.Create(
        "satisfy", "auth_basic", "auth_request", "auth_jwt", "auth_digest", "auth_pam", "auth_ldap", "limit_req", "limit_conn",
        "ssl_verify_client", "modsecurity", "access_by_lua", "access_by_lua_block", "access_by_lua_file");

    /// <summary>Settings of a location beside conditions and those of its proxy.</summary>
    private static readonly FrozenSet<string> s_settings = FrozenSet.Create(
        "error_page", "recursive_error_pages", "allow", "deny", "absolute_redirect", "port_in_redirect", "server_name_in_redirect");

    private static readonly FrozenDictionary<string, ContentKind> s_content = new Dictionary<string, ContentKind>
    {
        ["proxy_pass"] = ContentKind.Proxy,
        ["fastcgi_pass"] = ContentKind.Gateway,
        ["uwsgi_pass"] = ContentKind.Gateway,
        ["scgi_pass"] = ContentKind.Gateway,
        ["grpc_pass"] = ContentKind.Gateway,
        ["memcached_pass"] = ContentKind.Gateway,
        ["tunnel_pass"] = ContentKind.Gateway,
        ["empty_gif"] = ContentKind.BuiltIn,
        ["stub_status"] = ContentKind.BuiltIn,
        ["perl"] = ContentKind.Script,
        ["js_content"] = ContentKind.Script,
        ["content_by_lua"] = ContentKind.Script,
        ["content_by_lua_block"] = ContentKind.Script,
        ["content_by_lua_file"] = ContentKind.Script,
        ["echo"] = ContentKind.Script,
    }.ToFrozenDictionary();

    /// <summary>Read elsewhere.</summary>
    private static readonly FrozenSet<string> s_read = FrozenSet.Create(
        "location", "server", "listen", "server_name", "allow", "deny", "error_page", "recursive_error_pages", "try_files", "internal",
        "limit_except", "include", "map", "upstream", "merge_slashes", "absolute_redirect", "port_in_redirect",
        "server_name_in_redirect", "resolver", "geo", "split_clients");

    /// <summary>Directives of nginx, and of modules that are often added, that change what an answer looks like or how it is
    /// sent, and not who gives it.</summary>
    private static readonly FrozenSet<string> s_harmless = FrozenSet.Create(
        "access_log", "addition_types", "aio", "aio_write", "alias", "auth_delay", "auth_request_set", "autoindex",
        "charset", "chunked_transfer_encoding", "connection_pool_size", "create_full_put_path", "default_type",
        "degradation", "degrade", "directio", "disable_symlinks", "early_hints", "error_log", "etag", "expires",
        "flv", "gunzip", "gzip", "http2", "http3", "if_modified_since", "ignore_invalid_headers", "image_filter",
        "index", "large_client_header_buffers", "max_headers", "max_ranges", "min_delete_depth", "mirror",
        "mirror_request_body", "mp4", "open_log_file_cache", "override_charset", "post_action", "postpone_gzipping",
        "postpone_output", "random_index", "read_ahead", "request_pool_size", "reset_timedout_connection",
        "resolver_timeout", "rewrite_log", "root", "send_lowat", "send_timeout", "sendfile", "sendfile_max_chunk",
        "server_tokens", "set_real_ip_from", "slice", "source_charset", "ssi", "sub_filter", "tcp_nodelay",
        "tcp_nopush", "types", "underscores_in_headers", "uninitialized_variable_warn", "userid", "valid_referers",
        "ssl", "brotli", "zstd", "pagespeed", "opentracing", "opentelemetry", "js_import", "js_set", "js_path", "js_var",
        "header_filter_by_lua", "header_filter_by_lua_block", "header_filter_by_lua_file", "body_filter_by_lua",
        "body_filter_by_lua_block", "body_filter_by_lua_file", "log_by_lua", "log_by_lua_block", "log_by_lua_file",
        "ssl_certificate_by_lua_block", "ssl_certificate_by_lua_file");

    private static readonly string[] s_harmlessBeginnings =
    [
        "add_", "ancient_", "auth_basic_user", "autoindex_", "charset_", "client_", "dav_", "directio_", "fastcgi_",
        "flv_", "geoip_", "grpc_", "gunzip_", "gzip_", "http2_", "http3_", "image_filter_", "keepalive_",
        "limit_conn_", "limit_rate", "limit_req_", "lingering_", "log_", "map_hash", "memcached_", "modern_",
        "mp4_", "msie_", "open_file_cache", "output_", "perl_", "proxy_", "quic_", "real_ip_", "referer_hash",
        "scgi_", "secure_link", "server_names_hash", "ssi_", "ssl_", "sub_filter_", "subrequest_", "tunnel_",
        "types_hash", "userid_", "uwsgi_", "variables_hash", "xml_", "xslt_",
        "brotli_", "zstd_", "more_set_headers", "more_clear_headers", "vhost_traffic_status", "opentracing_", "opentelemetry_", "otel_",
        "lua_", "modsecurity_", "fancyindex",
    ];

    /// <summary>The conditions that there are.</summary>
    public static IReadOnlyCollection<string> Conditions => s_conditions;

    /// <summary>Who answers by it; null when it names nobody.</summary>
    public static ContentKind? ContentOf(string name) => s_content.TryGetValue(name, out ContentKind kind) ? kind : null;

    /// <summary>Everything that a name says.</summary>
    public static NameTraits TraitsOf(string name)
    {
        NameTraits traits = NameTraits.Known;
        traits |= IsStep(name) ? NameTraits.Step : NameTraits.None;
        traits |= s_conditions.Contains(name) ? NameTraits.Condition | NameTraits.Setting : NameTraits.None;
        traits |= s_content.ContainsKey(name) ? NameTraits.Content : NameTraits.None;
        traits |= IsOfProxy(name) ? NameTraits.Proxy | NameTraits.Setting : NameTraits.None;
        traits |= s_settings.Contains(name) ? NameTraits.Setting : NameTraits.None;
        return (traits & (NameTraits.Step | NameTraits.Condition | NameTraits.Content)) != NameTraits.None || IsUnderstood(name)
            ? traits : traits | NameTraits.NotUnderstood;
    }

    private static bool IsStep(string name) => s_steps.Contains(name) || name.StartsWith("set_by_lua", StringComparison.Ordinal);

    private static bool IsOfProxy(string name) =>
        name == "resolver" || (name.StartsWith("proxy_", StringComparison.Ordinal) && name != "proxy_pass");

    /// <summary>Is its part in who answers known, if only that it has none?</summary>
    private static bool IsUnderstood(string name) => s_read.Contains(name) || s_harmless.Contains(name)
        || Array.Exists(s_harmlessBeginnings, b => name.StartsWith(b, StringComparison.Ordinal));
}
