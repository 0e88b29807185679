using System.Net;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Sources.Nginx;

public sealed class NginxReaderTests
{
    [Fact]
    public void HeadersOfAnInnerLevel_DiscardThoseAround()
    {
        Proxy proxy = NginxText.ReadHttp("""
            proxy_set_header Host $host;
            server {
                proxy_set_header Upgrade $http_upgrade;
                proxy_set_header Connection "upgrade";
                location /a { proxy_pass http://a; }
                location /b { proxy_set_header X-B b; proxy_pass http://b; }
            }
            """);

        IReadOnlyList<Location> locations = proxy.Servers[0].Root.Locations;
        Assert.Equal(["Upgrade: $http_upgrade", "Connection: upgrade"], locations[0].Settings.Proxy.Headers.Select(h => h.ToString()));
        Assert.Equal(["Host: $host"], locations[0].Settings.Proxy.DiscardedHeaders.Select(h => h.ToString()));
        Assert.Equal(["X-B: b"], locations[1].Settings.Proxy.Headers.Select(h => h.ToString()));
        Assert.Equal(
            [("Upgrade", "/etc/nginx/nginx.conf:5"), ("Connection", "/etc/nginx/nginx.conf:6")],
            locations[1].Settings.Proxy.DiscardedHeaders.Select(h => (h.Name, h.Source.ToString())));
        Assert.Same(proxy.Servers[0].Root.Settings, locations[0].Settings);
    }

    [Fact]
    public void WhatStandsBehindAServer_HoldsInItToo() => Assert.Equal(
        TimeSpan.FromMinutes(5),
        NginxText.ReadHttp("server { location / { } }\nproxy_read_timeout 5m;").Servers[0].Root.Locations[0].Settings.Proxy.ReadTimeout.Value);

    [Fact]
    public void TimeThatNginxRefuses_IsToldWhereItStandsOnly()
    {
        Proxy proxy = NginxText.ReadHttp("""
            proxy_read_timeout soon;
            server {
                location /a { proxy_buffering off; }
                location /b { proxy_read_timeout 5m; }
                location /c { proxy_read_timeout later; location /c/d { proxy_buffering off; } }
            }
            """);

        Assert.Equal([3, 7], proxy.Problems.Select(p => p.Source.Line));
        Assert.Equal(["/etc/nginx/nginx.conf:3", "/etc/nginx/nginx.conf:6"],
            proxy.Servers[0].Root.Locations.Take(2).Select(l => l.Settings.Proxy.ReadTimeout.Source?.ToString()));
    }

    [Theory]
    [InlineData("1.29.6", "1.0")]
    [InlineData("1.29.7", "1.1")]
    [InlineData(null, null)]
    public void HttpVersion_DependsOnTheVersionOfNginx(string? version, string? expected)
    {
        ScriptedHost host = new ScriptedHost().With("/etc/nginx/nginx.conf", "http { server { } }");

        Proxy proxy = NginxReader.Read(host, new NginxPlace { Version = version is null ? null : Version.Parse(version) });

        Assert.Equal(new Setting<string?>(expected), proxy.Servers[0].Root.Settings.Proxy.HttpVersion);
    }

    [Fact]
    public void InvalidTime_IsAProblem()
    {
        Proxy proxy = NginxText.ReadHttp("server { proxy_read_timeout 5 minutes; }\nserver { proxy_read_timeout 5x; }");

        Assert.Equal("/etc/nginx/nginx.conf:4: \"proxy_read_timeout\" directive invalid value \"5x\"", Assert.Single(proxy.Problems).ToString());
    }

    [Theory]
    [InlineData("80", "0.0.0.0:80")]
    [InlineData("*:8080", "0.0.0.0:8080")]
    [InlineData("192.0.2.1", "192.0.2.1:80")]
    [InlineData("[::]:443", "[::]:443")]
    [InlineData("[2001:db8::1]", "[2001:db8::1]:80")]
    [InlineData("localhost:81", "localhost:81")]
    [InlineData("unix:/run/a.sock", "unix:/run/a.sock")]
    [InlineData("0", null)]
    [InlineData("70000", null)]
    [InlineData("[::1", null)]
    [InlineData("1.2.3.4:x", null)]
    public void Listen_IsTakenApart(string address, string? expected)
    {
        Proxy proxy = NginxText.ReadHttp($"server {{ listen {address}; }}");

        Assert.Equal(expected, proxy.Servers[0].Listens.SingleOrDefault()?.ToString());
        Assert.Equal(expected is null ? 1 : 0, proxy.Problems.Count);
    }

    [Fact]
    public void ListenParameters_AreRead()
    {
        Listen listen = NginxText.ReadHttp("server { listen [::]:8000-8002 default_server ssl proxy_protocol ipv6only=off; }").Servers[0].Listens[0];

        Assert.Equal((8000, 8002, true, true, true, false), (listen.Port, listen.LastPort, listen.DefaultServer, listen.Ssl, listen.ProxyProtocol, listen.Ipv6Only));
        Assert.Equal(IPAddress.Any, NginxText.ReadHttp("server { }").Servers[0].Listens[0].Address);
    }

    [Fact]
    public void Upstream_IsRead()
    {
        Proxy proxy = NginxText.ReadHttp("""
            upstream app {
                zone app 64k;
                least_conn;
                server 10.0.0.1:8080 weight=3 max_fails=0 fail_timeout=1m30s;
                server app.internal resolve backup;
                server unix:/run/app.sock down;
                server [2001:db8::1]:81;
                keepalive 8;
            }
            """);

        Upstream upstream = Assert.Single(proxy.Upstreams);
        Assert.Equal(["10.0.0.1:8080", "app.internal:80", "unix:/run/app.sock", "[2001:db8::1]:81"], upstream.Servers.Select(s => s.ToString()));
        Assert.Equal((3, 0, TimeSpan.FromSeconds(90)), (upstream.Servers[0].Weight, upstream.Servers[0].MaxFails, upstream.Servers[0].FailTimeout));
        Assert.Equal((true, true, true), (upstream.Servers[1].Resolve, upstream.Servers[1].Backup, upstream.Servers[2].Down));
        Assert.Equal((8, "app", "least_conn"), (upstream.Keepalive!.Value, upstream.Zone!.Value, Assert.Single(upstream.Others).ToString()));
    }

    [Fact]
    public void Stream_IsRead()
    {
        Proxy proxy = NginxText.Read("stream { upstream db { server 10.0.0.1:5432; } server { listen 5432; listen 53 udp; proxy_pass db; proxy_timeout 1h; } }");

        StreamServer server = Assert.Single(proxy.StreamServers);
        Assert.Equal(("db", 2, true), (server.ProxyPass!.Value, server.Listens.Count, server.Listens[1].Datagram));
        Assert.Equal("10.0.0.1:5432", proxy.StreamUpstreams[0].Servers[0].ToString());
    }

    [Fact]
    public void InsideOfAnIf_HasTheContentAroundIt()
    {
        Location location = NginxText.ReadHttp("""
            server { location /a/ { if ($x) { proxy_set_header A a; } if ($y) { proxy_pass http://other; } proxy_pass http://app/b/; } }
            """).Servers[0].Root.Locations[0];

        Assert.Equal(["http://app/b/", "http://other"], location.Steps.Select(s => s.Inside!.Content!.Pass!.Text));
        Assert.Equal("A: a", Assert.Single(location.Steps[0].Inside!.Settings.Proxy.Headers).ToString());
    }

    [Fact]
    public void ErrorLogs_AreNamedOnce()
    {
        Proxy proxy = NginxText.Read("error_log /a warn; http { error_log syslog:server=x; server { error_log /b; } server { error_log /a; } server { error_log stderr; } }");

        Assert.Equal(["/a", "/b"], proxy.ErrorLogs.Select(l => l.Value));
    }

    [Fact]
    public void UnknownDirective_IsNamedWhereItStands()
    {
        Location root = NginxText.ReadHttp("server { location / { strange_pass x; brotli on; add_header A b; } }").Servers[0].Root;

        ProxyDirective directive = Assert.Single(root.Locations[0].NotUnderstood);
        Assert.Equal(("strange_pass x", 3), (directive.ToString(), directive.Source.Line));
    }

    [Theory]
    [InlineData("60", 60_000)]
    [InlineData("60s", 60_000)]
    [InlineData("1m30s", 90_000)]
    [InlineData("1h 30m", 5_400_000)]
    [InlineData("500ms", 500)]
    [InlineData("1d", 86_400_000)]
    [InlineData("1m 5", 65_000)]
    [InlineData("0", 0)]
    [InlineData("", null)]
    [InlineData("s", null)]
    [InlineData("30s1m", null)]
    [InlineData("1y", null)]
    [InlineData("5x", null)]
    [InlineData("99999999999999999999w", null)]
    public void Time_IsReadAsNginxDoes(string text, int? milliseconds) =>
        Assert.Equal(milliseconds, NginxTime.Parse(text)?.TotalMilliseconds is double ms ? (int?)ms : null);

    [Theory]
    [InlineData("http://app", "http", "app", null, "", "app")]
    [InlineData("https://app:8443/x?y", "https", "app", 8443, "/x?y", "app:8443")]
    [InlineData("http://app:80/", "http", "app", 80, "/", "app")]
    [InlineData("http://[::1]:81/a", "http", "[::1]", 81, "/a", "[::1]:81")]
    [InlineData("http://unix:/run/a.sock:/b", "http", "", null, "/b", "localhost")]
    [InlineData("http://a?b", "http", "a", null, "?b", "a")]
    public void ProxyPass_IsTakenApart(string url, string scheme, string host, int? port, string uri, string header)
    {
        ProxyPass pass = ProxyPass.Parse(url, null)!;

        Assert.Equal((scheme, host, port, uri, header), (pass.Scheme, pass.Host, pass.Port, pass.Uri, pass.HostHeader));
    }

    [Theory]
    [InlineData("app:80")]
    [InlineData("http://")]
    [InlineData("http://a:b")]
    [InlineData("http://a:70000")]
    [InlineData("http://[::1")]
    [InlineData("http://unix:")]
    public void ProxyPass_RefusesWhatNginxRefuses(string url) => Assert.Null(ProxyPass.Parse(url, null));
}
