namespace ContainerNet.Model.Proxies;

/// <summary>Who answers for a location.</summary>
public enum ContentKind
{
    /// <summary>Another server, asked over HTTP (proxy_pass).</summary>
    Proxy,

    /// <summary>An application that is asked by other means: fastcgi_pass, uwsgi_pass, scgi_pass, grpc_pass, memcached_pass.</summary>
    Gateway,

    /// <summary>The proxy itself: stub_status, empty_gif.</summary>
    BuiltIn,

    /// <summary>A script, of which nothing is known: content_by_lua_block, js_content, perl.</summary>
    Script,
}
