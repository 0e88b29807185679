using System.Net;
using ContainerNet.Model.Proxies;
using ContainerNet.Sources.Nginx;

namespace ContainerNet.Paths.Requests;

public sealed class RequestResolverTests
{
    [Theory]
    [InlineData("192.0.2.1", 80, "one")]
    [InlineData("192.0.2.9", 80, "any")]
    [InlineData("2001:db8::1", 80, "six")]
    [InlineData("192.0.2.1", 81, "both")]
    [InlineData("::ffff:192.0.2.1", 80, "one")]
    [InlineData("2001:db8::1", 82, null)]
    public void Server_IsThatOfTheAddress(string address, int port, string? expected)
    {
        Proxy proxy = NginxText.ReadHttp("""
            server { listen 192.0.2.1:80; server_name one; }
            server { listen 80; server_name any; }
            server { listen [::]:80; server_name six; }
            server { listen [::]:81 ipv6only=off; server_name both; }
            server { listen 82; server_name four; }
            """);

        RequestAnswer answer = new RequestResolver(proxy).Resolve(new ClientRequest { Host = "x", Address = IPAddress.Parse(address), Port = port });

        Assert.Equal(expected, answer.Server?.Name);
        Assert.Equal(expected is null ? RequestOutcome.NotListening : RequestOutcome.File, answer.Outcome);
    }

    [Fact]
    public void RedirectToASlash_NamesThePortOfTheContainer()
    {
        RequestAnswer answer = Ask(
            "server { listen 8080; location /app/ { proxy_pass http://127.0.0.1:1; } }",
            new ClientRequest { Host = "a.test", Port = 8080, Target = "/app?x=1" });

        Assert.Equal((RequestOutcome.Redirected, 301, "http://a.test:8080/app/?x=1"), (answer.Outcome, answer.Status, answer.RedirectTo));
    }

    [Fact]
    public void PrefixOfTheLocation_IsReplacedByThatOfProxyPass()
    {
        const string text = "server { location /socket.io/ { proxy_pass http://app:3000/; } location /raw/ { proxy_pass http://app:3000; } }";

        Assert.Equal("/?EIO=4", Ask(text, Get("/socket.io/?EIO=4")).Upstream!.Target);
        Assert.Equal("/raw/a%2Fb/./x", Ask(text, Get("/raw/a%2Fb/./x")).Upstream!.Target);
    }

    [Fact]
    public void LostHeaders_AreNotSent()
    {
        const string text = """
            map $http_upgrade $up { default upgrade; '' close; }
            server {
                proxy_http_version 1.1;
                proxy_set_header Upgrade $http_upgrade;
                proxy_set_header Connection $up;
                location /a { proxy_pass http://a:1; }
                location /b { proxy_set_header Host $host; proxy_pass http://a:1; }
            }
            """;
        ClientRequest request = Get("/a") with { Headers = [new("Upgrade", "websocket"), new("Connection", "Upgrade")] };

        Assert.Equal(["Upgrade: websocket", "Connection: upgrade", "Host: a:1"], Ask(text, request).Upstream!.Headers.Select(h => h.ToString()));
        Assert.Equal(["Host: a.test", "Connection: close"], Ask(text, request with { Target = "/b" }).Upstream!.Headers.Select(h => h.ToString()));
    }

    [Theory]
    [InlineData("1.28.0", "1.0", "close")]
    [InlineData("1.29.7", "1.1", null)]
    public void Defaults_AreThoseOfTheVersion(string version, string http, string? connection)
    {
        Proxy proxy = NginxText.ReadHttp("server { location / { proxy_pass http://a:1; } }", Version.Parse(version));

        UpstreamRequest request = new RequestResolver(proxy).Resolve(Get("/")).Upstream!;

        Assert.Equal((http, connection), (request.HttpVersion, request.Headers.FirstOrDefault(h => h.Name == "Connection")?.Value));
    }

    [Fact]
    public void Upstream_GivesItsServers()
    {
        RequestAnswer answer = Ask(
            "upstream app { server 10.0.0.1:81; server 10.0.0.2 backup; } server { location / { proxy_pass http://app; } }", Get("/"));

        Assert.Equal(["10.0.0.1:81", "10.0.0.2:80"], answer.Upstream!.Servers.Select(s => s.ToString()));
        Assert.Equal("app", answer.Upstream.Group!.Name);
    }

    [Theory]
    [InlineData("location / { proxy_pass http://$http_x_real$remote_addr; }", "proxy_pass", "the value of $remote_addr is not known")]
    [InlineData("location / { if (-f $request_filename) { return 200; } }", "if", "it is not understood")]
    [InlineData("location ~ ^(?:a|b)++$ { }", "location", "its pattern is not understood")]
    [InlineData("location / { rewrite_by_lua_block { x } }", "rewrite_by_lua_block", "it is not understood")]
    [InlineData("location / { content_by_lua_file x; }", "content_by_lua_file", "it is not understood")]
    [InlineData("location / { set $x $geoip_country; if ($x = de) { return 200; } }", "if", "the value of $x is not known")]
    [InlineData("location / { limit_except POST { deny all; } return 200; }", "return", null)]
    [InlineData("location / { limit_except POST { deny all; } proxy_pass http://a; }", "limit_except", "it is not understood")]
    public void WhatIsNotUnderstood_IsNamed(string text, string directive, string? reason)
    {
        RequestAnswer answer = Ask($"server {{\n{text}\n}}", Get("/"));

        if (reason is null)
        {
            Assert.Equal(RequestOutcome.Answered, answer.Outcome);
            return;
        }

        Assert.Equal((RequestOutcome.Unknown, reason), (answer.Outcome, answer.Reason));
        Assert.Equal((directive, 4), (answer.NotUnderstood!.Name, answer.NotUnderstood.Source.Line));
    }

    [Fact]
    public void UnknownPattern_DoesNoHarmWhereItIsNotTried() => Assert.Equal(
        RequestOutcome.Answered, Ask("server { location ~ a++ { } location = / { return 200; } }", Get("/")).Outcome);

    [Fact]
    public void FilesAndPasswords_AreConditions()
    {
        RequestAnswer answer = Ask(
            "server { auth_basic x; location / { try_files $uri @app; } location @app { proxy_pass http://a:1; } }", Get("/x"));

        Assert.Equal((RequestOutcome.Proxied, "location @app"), (answer.Outcome, answer.Location!.ToString()));
        Assert.Equal(["auth_basic x", "try_files $uri @app"], answer.Conditions.Select(c => c.ToString()));
    }

    [Theory]
    [InlineData("10.1.2.3", RequestOutcome.Proxied, 0)]
    [InlineData("192.0.2.1", RequestOutcome.Refused, 0)]
    [InlineData(null, RequestOutcome.Proxied, 2)]
    public void AccessRules_AreHeldAgainstTheClient(string? client, RequestOutcome outcome, int conditions)
    {
        RequestAnswer answer = Ask(
            "server { location / { allow 10.0.0.0/8; deny all; proxy_pass http://a:1; } }",
            Get("/") with { Client = client is null ? null : IPAddress.Parse(client) });

        Assert.Equal((outcome, conditions), (answer.Outcome, answer.Conditions.Count));
    }

    [Fact]
    public void Tls_MustFitThePort()
    {
        const string text = "server { listen 443 ssl; server_name a.test; } server { listen 80; } server { listen 444 ssl; ssl_reject_handshake on; }";

        Assert.Equal((RequestOutcome.Refused, 400), (Ask(text, Get("/") with { Port = 443 }).Outcome, Ask(text, Get("/") with { Port = 443 }).Status));
        Assert.Equal(RequestOutcome.Closed, Ask(text, Get("/") with { Scheme = "https" }).Outcome);
        Assert.Equal(RequestOutcome.Closed, Ask(text, Get("/") with { Scheme = "https", Port = 444 }).Outcome);
        Assert.Equal(RequestOutcome.File, Ask(text, Get("/") with { Scheme = "https", Port = 443 }).Outcome);
    }

    [Fact]
    public void ListenOnAName_IsNotKnown()
    {
        RequestAnswer answer = Ask("server {\nlisten proxy.internal:81; }", Get("/") with { Port = 81 });

        Assert.Equal((RequestOutcome.Unknown, "listen proxy.internal:81", 4), (answer.Outcome, answer.NotUnderstood!.ToString(), answer.NotUnderstood.Source.Line));
    }

    [Fact]
    public void ProxyProtocol_IsACondition() => Assert.Equal(
        "listen 0.0.0.0:80 proxy_protocol", Assert.Single(Ask("server { listen 80 proxy_protocol; return 200; }", Get("/")).Conditions).ToString());

    [Theory]
    [InlineData("return 404;", RequestOutcome.Answered, 404)]
    [InlineData("deny all;", RequestOutcome.Refused, 403)]
    [InlineData("internal;", RequestOutcome.Refused, 404)]
    [InlineData("return 444;", RequestOutcome.Closed, null)]
    [InlineData("rewrite ^ /x last;", RequestOutcome.Refused, 500)]
    [InlineData("fastcgi_pass unix:/x;", RequestOutcome.Gateway, null)]
    [InlineData("stub_status;", RequestOutcome.Answered, 200)]
    public void Outcome_SaysWhoAnswers(string directives, RequestOutcome outcome, int? status)
    {
        RequestAnswer answer = Ask($"server {{ location / {{ {directives} }} }}", Get("/"));

        Assert.Equal((outcome, status), (answer.Outcome, answer.Status));
    }

    [Theory]
    [InlineData("~^(a++)$", "a.test")]
    [InlineData("~^a\\.test$", null)]
    public void PatternOfAName_MayNotBeUnderstood(string name, string? host)
    {
        RequestAnswer answer = Ask($"server {{ listen 80; }} server {{ listen 80; server_name \"{name}\"; return 200; }}", Get("/"));

        Assert.Equal(host is null ? RequestOutcome.Answered : RequestOutcome.Unknown, answer.Outcome);
        Assert.Equal(host is null ? null : "server_name " + name, answer.NotUnderstood?.ToString());
    }

    [Fact]
    public void Rivals_SayWhyTheyLost()
    {
        Proxy proxy = NginxText.ReadHttp("""
            server {
                listen 80; server_name a.test;
                location / { }
                location /api/ { }
                location ~ \.php$ { return 200; }
                location ~ ^/api { }
                location ^~ /static/ { }
            }
            server { listen 80; server_name a.test; }
            server { listen 80; server_name *.test; }
            server { listen 81; server_name a.test; }
            server { listen 80; server_name b.test; }
            """);
        RequestResolver resolver = new(proxy);
        ClientRequest request = Get("/api/x.php");

        IReadOnlyList<RequestRival> rivals = resolver.Rivals(request, resolver.Resolve(request));

        Assert.Equal(
            [(11, RivalReason.SameNameLater), (12, RivalReason.NameLessSpecific), (13, RivalReason.ListensElsewhere)],
            rivals.Where(r => r.Location is null).Select(r => (r.Server.Source.Line, r.Reason)));
        Assert.Equal(
            [("location /", RivalReason.PatternBeforePrefix), ("location /api/", RivalReason.PatternBeforePrefix), ("location ~ ^/api", RivalReason.EarlierPattern)],
            rivals.Where(r => r.Location is not null).Select(r => (r.Location!.ToString(), r.Reason)));
        ClientRequest kept = Get("/static/x.php");
        Assert.Equal(
            [("location /", RivalReason.LongerPrefix), ("location ~ \\.php$", RivalReason.PatternNotTried)],
            resolver.Rivals(kept, resolver.Resolve(kept)).Where(r => r.Location is not null).Select(r => (r.Location!.ToString(), r.Reason)));
    }

    [Theory]
    [InlineData("https://a.test/x?y=1", "https", "a.test", 443)]
    [InlineData("http://a.test:8080/", "http", "a.test:8080", 8080)]
    [InlineData("wss://[2001:db8::1]:444/ws", "https", "[2001:db8::1]:444", 444)]
    public void Url_BecomesTheRequestOfABrowser(string url, string scheme, string host, int port)
    {
        ClientRequest request = ClientRequest.For(new Uri(url));

        Assert.Equal((scheme, host, port), (request.Scheme, request.Host, request.Port));
    }

    [Theory]
    [InlineData("a b", false, "a b", true)]
    [InlineData("^/([a-z]+)/(?<id>\\d{2,3})$", false, "/abc/12", true)]
    [InlineData("\\w", false, "\u00e4", false)]
    [InlineData("^[^/]+$", true, "\u00e4", true)]
    [InlineData("\\xe4", false, "\u00e4", true)]
    [InlineData("[[:alpha:]_]+-x{2}", false, "ab_-xx", true)]
    [InlineData("a{b", false, "a{b", true)]
    [InlineData("(a)\\1", false, "aa", true)]
    [InlineData("a#b c", false, "a#b c", true)]
    [InlineData("\\Aa\\z", false, "a\n", false)]
    [InlineData("^a$", false, "a\n", true)]
    [InlineData("(?i)ABC", false, "abc", true)]
    public void Pattern_MatchesAsInPcre(string pattern, bool ignoreCase, string text, bool expected) =>
        Assert.Equal(expected, new Pcre(pattern, ignoreCase).IsMatch(text));

    [Theory]
    [InlineData("a++")]
    [InlineData("(?R)")]
    [InlineData("(?1)")]
    [InlineData("\\h")]
    [InlineData("\\Ka")]
    [InlineData("\\Qa.b\\E")]
    [InlineData("\\p{L}")]
    [InlineData("(*UTF8)a")]
    [InlineData("(?#c)")]
    [InlineData("(?x) a")]
    [InlineData("(?|a|b)")]
    [InlineData("a{,3}")]
    [InlineData("*a")]
    [InlineData("(a")]
    [InlineData("[a")]
    [InlineData("a**")]
    public void PatternThatDiffers_IsNotUnderstood(string pattern) => Assert.Null(new Pcre(pattern, ignoreCase: false).IsMatch("a"));

    [Fact]
    public void PatternThatTakesForEver_IsGivenUp() =>
        Assert.Null(new Pcre("^(?=(a+)+$)b|^(a+)+(?!a)$", ignoreCase: false).IsMatch(new string('a', 200) + "c"));

    private static RequestAnswer Ask(string text, ClientRequest request) => new RequestResolver(NginxText.ReadHttp(text)).Resolve(request);

    private static ClientRequest Get(string target) => new() { Host = "a.test", Target = target };
}
