using System.Net;
using ContainerNet.Collection;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Sources.Compose;
using ContainerNet.Yaml;

namespace ContainerNet.Repairs.HostNetwork;

public sealed class HostNetworkPlannerTests
{
    private const string Compose = "/srv/p/compose.yaml";
    private const string Nginx = "/srv/p/nginx.conf";

    private const string Gateway = """
        services:
          push:
            image: prom/pushgateway
            expose: ["9091"]
          nginx:
            image: nginx
            depends_on: [push]
            ports:
              - "8080:80"   # for all
            volumes: ["./nginx.conf:/etc/nginx/nginx.conf:ro"]
        """;

    [Fact]
    public void Project_IsMovedByTheSmallestEdits()
    {
        HostNetworkPlan plan = Plan((Compose, Gateway), (Nginx, Server("listen 80;", "proxy_pass http://push:9091;")));

        Assert.Empty(plan.Obstacles);
        Assert.Equal(Gateway.Replace("expose: [\"9091\"]", "network_mode: host", StringComparison.Ordinal)
            .Replace("ports:\n      - \"8080:80\"   # for all", "network_mode: host   # for all", StringComparison.Ordinal), After(plan, Compose));
        Assert.Equal(Server("listen 8080;", "proxy_pass http://127.0.0.1:9091;"), After(plan, Nginx));
        HostNetworkNote note = Assert.Single(plan.Notes, n => n.Service == "push");
        Assert.Contains("--web.listen-address=127.0.0.1:9091", note.Text, StringComparison.Ordinal);
        Assert.Equal($"{Compose}:2", note.Source);
    }

    [Theory]
    [InlineData("listen 80;", "8080:80", "listen 8080;")]
    [InlineData("listen 80 default_server;", "8080:80", "listen 8080 default_server;")]
    [InlineData("listen 80;", "80:80", "listen 80;")]
    [InlineData("listen 80;", "127.0.0.1:80:80", "listen 127.0.0.1:80;")]
    [InlineData("listen 80; listen [::]:80;", "8080:80", "listen 8080; listen [::]:8080;")]
    [InlineData("listen 80; listen [::]:80;", "127.0.0.1:8080:80", "listen 127.0.0.1:8080; listen [::1]:8080;")]
    [InlineData("listen *:80;", "8080:80", "listen *:8080;")]
    [InlineData("listen 0.0.0.0:80;", "192.0.2.1:8080:80", "listen 192.0.2.1:8080;")]
    [InlineData("listen \"80\";", "8080:80", "listen 8080;")]
    [InlineData("", "8080:80", "\n        listen 8080;")]
    [InlineData("", "80:80", "")]
    [InlineData("listen 80; listen 81;", "8080:80", "listen 8080; listen 127.0.0.1:81;")]
    [InlineData("listen 80; listen 127.0.0.1:81;", "8080:80", "listen 8080; listen 127.0.0.1:81;")]
    [InlineData("listen 80; listen unix:/run/n.sock;", "8080:80", "listen 8080; listen unix:/run/n.sock;")]
    [InlineData("listen\n  80\n;", "8080:80", "listen\n  8080\n;")]
    [InlineData("# listen 80;\nlisten 80;", "8080:80", "# listen 80;\nlisten 8080;")]
    public void Listen_BecomesWhatWasPublished(string listen, string published, string expected)
    {
        HostNetworkPlan plan = Plan((Compose, Gateway.Replace("8080:80", published, StringComparison.Ordinal)), (Nginx, Server(listen, "return 204;")));

        Assert.Empty(plan.Obstacles);
        Assert.Equal(Server(expected, "return 204;"), After(plan, Nginx) ?? Server(listen, "return 204;"));
    }

    [Theory]
    [InlineData("proxy_pass http://push:9091;", "proxy_pass http://127.0.0.1:9091;")]
    [InlineData("proxy_pass http://push:9091/a/?b=push;", "proxy_pass http://127.0.0.1:9091/a/?b=push;")]
    [InlineData("proxy_pass http://push;", "proxy_pass http://127.0.0.1;")]
    [InlineData("proxy_pass 'http://push:9091';", "proxy_pass 'http://127.0.0.1:9091';")]
    [InlineData("proxy_pass http://push:9091$request_uri;", "proxy_pass http://127.0.0.1:9091$request_uri;")]
    [InlineData("set $to push; proxy_pass http://$to:9091;", "set $to 127.0.0.1; proxy_pass http://$to:9091;")]
    [InlineData("set $to http://push:9091; proxy_pass $to;", "set $to http://127.0.0.1:9091; proxy_pass $to;")]
    [InlineData("fastcgi_pass push:9000;", "fastcgi_pass 127.0.0.1:9000;")]
    [InlineData("grpc_pass grpc://push:9000;", "grpc_pass grpc://127.0.0.1:9000;")]
    [InlineData("proxy_pass http://push:9091; proxy_redirect http://push:9091/ /;", "proxy_pass http://127.0.0.1:9091; proxy_redirect http://127.0.0.1:9091/ /;")]
    [InlineData("proxy_pass http://127.0.0.1:80/x;", "proxy_pass http://127.0.0.1:8080/x;")]
    [InlineData("proxy_pass http://localhost;", "proxy_pass http://localhost:8080;")]
    [InlineData("proxy_pass http://pusher:9091;", "proxy_pass http://pusher:9091;")]
    [InlineData("proxy_pass http://push.example.com;", "proxy_pass http://push.example.com;")]
    [InlineData("proxy_set_header X-Name push; return 204;", "proxy_set_header X-Name push; return 204;")]
    [InlineData("# proxy_pass http://push:9091;\nreturn 204;", "# proxy_pass http://push:9091;\nreturn 204;")]
    public void NameOfAService_BecomesLoopback(string location, string expected)
    {
        HostNetworkPlan plan = Plan((Compose, Gateway), (Nginx, Server("listen 80;", location)));

        Assert.Empty(plan.Obstacles);
        Assert.Equal(Server("listen 8080;", expected), After(plan, Nginx));
    }

    [Theory]
    [InlineData("listen 80;", "8080:80", true)]
    [InlineData("listen 80; listen [::]:80;", "8080:80", false)]
    [InlineData("listen 80;", "127.0.0.1:8080:80", false)]
    public void ListeningOverIPv4Only_IsSaid_WhereTheEnginePublishedBoth(string listen, string published, bool said)
    {
        HostNetworkPlan plan = Plan((Compose, Gateway.Replace("8080:80", published, StringComparison.Ordinal)), (Nginx, Server(listen, "return 204;")));

        Assert.Equal(said, plan.Notes.Any(n => n.Source == $"{Compose}:9" && n.Text.Contains("over IPv4 only", StringComparison.Ordinal)));
    }

    [Fact]
    public void NameOfAnUpstream_StaysAndItsServersChange()
    {
        string text = "upstream push { server push:9091 max_fails=2; }\nserver { listen 80; location / { proxy_pass http://push; } }\n";
        string compose = Gateway.Replace("nginx.conf:/etc/nginx/nginx.conf", "nginx.conf:/etc/nginx/conf.d/default.conf", StringComparison.Ordinal);

        HostNetworkPlan plan = Plan((Compose, compose), (Nginx, text));

        Assert.Empty(plan.Obstacles);
        Assert.Equal("upstream push { server 127.0.0.1:9091 max_fails=2; }\nserver { listen 8080; location / { proxy_pass http://push; } }\n", After(plan, Nginx));
    }

    [Fact]
    public void ProxyBehindAProxy_IsAskedAtItsNewPort()
    {
        const string Text = """
            services:
              front:
                image: nginx
                ports: ["80:80"]
                volumes: ["./front.conf:/etc/nginx/conf.d/default.conf"]
              back:
                image: nginx
                ports: ["8080:80"]
                volumes: ["./back:/etc/nginx/conf.d"]
                networks: {default: {aliases: [inner.example]}}
            """;

        HostNetworkPlan plan = Plan(
            (Compose, Text), ("/srv/p/front.conf", "server { listen 80; location / { proxy_pass http://inner.example; } }"),
            ("/srv/p/back/a.conf", "server { listen 80; }"));

        Assert.Empty(plan.Obstacles);
        Assert.Equal("server { listen 80; location / { proxy_pass http://127.0.0.1:8080; } }", After(plan, "/srv/p/front.conf"));
        Assert.Equal("server { listen 8080; }", After(plan, "/srv/p/back/a.conf"));
    }

    [Theory]
    [InlineData("services:\n  a:\n    image: a\n", "services:\n  a:\n    image: a\n    network_mode: host\n")]
    [InlineData("services:\r\n  a:\r\n    image: a # x\r\n    ports:\r\n      - 80:80\r\n    # end\r\n", "services:\r\n  a:\r\n    image: a # x\r\n    network_mode: host\r\n    # end\r\n")]
    [InlineData("services:\r\n  a:\r\n    image: a # x\r\n", "services:\r\n  a:\r\n    image: a # x\r\n    network_mode: host\r\n")]
    [InlineData("services:\n  a: {image: a, ports: [\"80:80\"], expose: [81]}\n", "services:\n  a: {image: a, network_mode: host}\n")]
    [InlineData("services:\n  a: {ports: [\"80:80\"], image: a}\n", "services:\n  a: {network_mode: host, image: a}\n")]
    [InlineData("services: {a: {image: a}}", "services: {a: {image: a, network_mode: host}}")]
    [InlineData("services:\n  a:\n    network_mode: \"bridge\"   # why\n    image: a\n", "services:\n  a:\n    network_mode: host   # why\n    image: a\n")]
    [InlineData("services:\n  a:\n    image: a\n    links: [b]\n  b: {image: b}\n", "services:\n  a:\n    image: a\n    network_mode: host\n  b: {image: b, network_mode: host}\n")]
    [InlineData("services:\n  a:\n    image: a\n    network_mode: service:b\n  b:\n    image: b\n    ports: [\"80:80\"]", "services:\n  a:\n    image: a\n    network_mode: service:b\n  b:\n    image: b\n    network_mode: host")]
    [InlineData("x-b: &b\n  image: a\n  ports: [\"80:80\"]\n  networks: [n]\nservices:\n  a:\n    <<: *b\n    init: true\nnetworks:\n  n:\n", "x-b: &b\n  image: a\nservices:\n  a:\n    <<: *b\n    network_mode: host\n    init: true\nnetworks:\n  n:\n")]
    [InlineData("x-p: &p [\"80:80\"]\nservices:\n  a:\n    image: a\n    ports: *p\n    expose: *p\n    init: true\n", "x-p: &p [\"80:80\"]\nservices:\n  a:\n    image: a\n    network_mode: host\n    init: true\n")]
    [InlineData("services:\n  b:\n    image: a\n    ports: [\"80:80\"]\n  a:\n    extends: b\n    init: true\n    ports: !override [\"81:81\"]\n", "services:\n  b:\n    image: a\n    network_mode: host\n  a:\n    extends: b\n    init: true\n    network_mode: host\n")]
    public void ComposeFile_KeepsEverythingElse(string text, string expected)
    {
        HostNetworkPlan plan = Plan((Compose, text));

        Assert.Empty(plan.Obstacles);
        Assert.Equal(expected, After(plan, Compose));
    }

    [Fact]
    public void OverridingFile_IsEditedToo()
    {
        HostNetworkPlan plan = Plan([Compose, "/srv/p/prod.yaml"], null,
            (Compose, "services:\n  a:\n    image: a\n"), ("/srv/p/prod.yaml", "services:\n  a:\n    restart: always\n    ports:\n    - 80:80\n"));

        Assert.Empty(plan.Obstacles);
        Assert.Equal("services:\n  a:\n    image: a\n    network_mode: host\n", After(plan, Compose));
        Assert.Equal("services:\n  a:\n    restart: always\n", After(plan, "/srv/p/prod.yaml"));
    }

    [Theory]
    [InlineData("services:\n  a:\n    image: a\n    ports: [\"8080:80\"]\n", 4, "published at 8080 and its program listens at 80")]
    [InlineData("services:\n  a:\n    image: a\n    ports:\n    - 80\n", 5, "the engine chooses the host's port")]
    [InlineData("services:\n  a:\n    image: a\n    ports: [\"8000-8002:80\"]\n", 4, "the engine chooses the host's port")]
    [InlineData("services:\n  a:\n    image: a\n    ports: [\"80:80\"]\n  b:\n    image: b\n    expose: [80]\n", 7, "it and a (/srv/p/compose.yaml:4) would both listen at 80/tcp")]
    [InlineData("services:\n  a:\n    image: a\n    scale: 2\n    ports: [\"80:80\"]\n", 2, "2 containers of it")]
    [InlineData("services:\n  a:\n    image: a\n    sysctls:\n      net.core.somaxconn: 1024\n", 5, "no net.* sysctls")]
    [InlineData("services:\n  a:\n    image: a\n    extends: {file: base.yaml, service: b}\n", 2, "settings come from elsewhere")]
    [InlineData("services:\n  a:\n    image: a\n    ports: [&x \"80:80\"]\n  b:\n    image: *x\n", 1, "would not be read")]
    [InlineData("services:\n  nginx:\n    image: nginx\n    ports: [\"8080:80\"]\n", 4, "published at 8080")]
    public void WhatCannotBeConverted_IsSaidWithServiceAndLine(string text, int line, string reason)
    {
        HostNetworkPlan plan = Plan((Compose, text), ("/srv/p/base.yaml", "services:\n  b:\n    image: b\n    ports: [\"90:90\"]\n"));

        HostNetworkNote note = Assert.Single(plan.Obstacles);
        Assert.Contains(reason, note.Text, StringComparison.Ordinal);
        Assert.Contains("cannot be converted, because", note.Text, StringComparison.Ordinal);
        Assert.Equal(line == 1 ? Compose : $"{Compose}:{line}", note.Source);
    }

    [Theory]
    [InlineData("listen 80-82;", "8080:80", "more ports than one")]
    [InlineData("listen 80; listen [::]:80;", "192.0.2.1:8080:80", "published at 192.0.2.1 only")]
    [InlineData("listen 80;", "8080:80\", \"8081:80", "published more than once")]
    [InlineData("listen 80;", "80", "the engine chooses")]
    public void ListenThatCannotBeTold_IsAnObstacle(string listen, string published, string reason)
    {
        HostNetworkPlan plan = Plan(
            (Compose, $"services:\n  nginx:\n    image: nginx\n    ports: [\"{published}\"]\n    volumes: [\"./nginx.conf:/etc/nginx/nginx.conf\"]\n"),
            (Nginx, Server(listen, "return 204;")));

        Assert.Contains(plan.Obstacles, o => o.Text.Contains(reason, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("command: [\"--web.listen-address=:9091\", \"--x\"]", "command: [\"--web.listen-address=127.0.0.1:9091\", \"--x\"]")]
    [InlineData("command: --web.listen-address=0.0.0.0:9091", "command: --web.listen-address=127.0.0.1:9091")]
    [InlineData("environment:\n      LISTEN: ':9091'", "environment:\n      LISTEN: '127.0.0.1:9091'")]
    [InlineData("environment: [\"LISTEN=:9091\"]", "environment: [\"LISTEN=127.0.0.1:9091\"]")]
    public void AddressThatAProgramIsTold_BecomesLoopback(string told, string expected)
    {
        string text = $"services:\n  a:\n    image: a\n    {told}\n    expose: [9091]\n";

        HostNetworkPlan plan = Plan((Compose, text));

        Assert.Empty(plan.Obstacles);
        Assert.Empty(plan.Notes);
        Assert.Equal($"services:\n  a:\n    image: a\n    {expected}\n    network_mode: host\n", After(plan, Compose));
    }

    [Theory]
    [InlineData("DB_HOST: db", true)]
    [InlineData("DB: postgres://u:p@db:5432/x", true)]
    [InlineData("DB: dbase", false)]
    [InlineData("DB: mydb:5432", false)]
    public void NameInAVariable_IsSaid(string variable, bool said)
    {
        HostNetworkPlan plan = Plan((Compose, $"services:\n  a:\n    image: a\n    environment:\n      {variable}\n  db:\n    image: postgres\n"));

        Assert.Equal(said, plan.Notes.Any(n => n.Service == "a" && n.Source == $"{Compose}:5" && n.Text.Contains("names db", StringComparison.Ordinal)));
    }

    [Fact]
    public void PortOfTheHostThatSomebodyHas_IsAnObstacle_AndOneOfTheProjectItselfIsNone()
    {
        Snapshot facts = new()
        {
            Host = new HostInfo { Name = "h" },
            CollectedAt = DateTimeOffset.UnixEpoch,
            HostListeners =
            [
                Listener("8080", "docker-proxy", 7), Listener("9091", "prometheus", 8),
            ],
            Containers =
            [
                new Container
                {
                    Engine = "docker", Id = "1", Name = "p-nginx-1", State = ContainerState.Running,
                    ActivePorts = [new PortBinding { Protocol = Protocol.Tcp, ContainerPort = 80, HostPort = 8080, HostAddress = IPAddress.Any }],
                },
            ],
        };

        HostNetworkPlan plan = Plan([Compose], facts, (Compose, Gateway), (Nginx, Server("listen 80;", "proxy_pass http://push:9091;")));

        HostNetworkNote note = Assert.Single(plan.Obstacles);
        Assert.Equal("push cannot be converted, because it would listen at 9091/tcp of the host, which prometheus (process 8) has", note.Text);
    }

    [Fact]
    public void MissingMainFile_IsTheImages_AndWhatNginxRefusesIsThrown()
    {
        string compose = Gateway.Replace("nginx.conf:/etc/nginx/nginx.conf", "nginx.conf:/etc/nginx/conf.d/default.conf", StringComparison.Ordinal);

        ContainerNetException error = Assert.Throws<ContainerNetException>(() => Plan((Compose, compose), (Nginx, "server {\n  listen 80\n}\n")));

        Assert.Equal(Problem.ConfigUnreadable, error.Problem);
        Assert.StartsWith("/srv/p/nginx.conf:", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ProjectOnTheHostAlready_NeedsNothing() =>
        Assert.Empty(Plan((Compose, "services:\n  a:\n    image: a\n    network_mode: host\n")).Files);

    [Fact]
    public void Back_GivesTheOriginals_UnlessAFileWasChanged()
    {
        HostNetworkPlan plan = Plan((Compose, Gateway), (Nginx, Server("listen 80;", "proxy_pass http://push:9091;")));
        (string Path, string Text)[] converted = [.. plan.Files.SelectMany(f => ((string, string)[])[(f.Path, f.After), (f.Path + ".bridge", f.Before)])];

        IReadOnlyList<ConvertedFile> back = Converter(converted).PlanBack([Compose], [], []);
        Assert.Equal(plan.Files.Select(f => (f.Path, f.Before)).Order(), back.Select(f => (f.Path, f.After)).Order());

        converted[0].Text += "# later\n";
        ContainerNetException changed = Assert.Throws<ContainerNetException>(() => Converter(converted).PlanBack([Compose], [], []));
        Assert.Equal(Problem.RepairConflict, changed.Problem);

        ContainerNetException none = Assert.Throws<ContainerNetException>(() => Converter((Compose, Gateway), (Nginx, Server("listen 80;", "return 204;"))).PlanBack([Compose], [], []));
        Assert.Equal(Problem.TargetNotFound, none.Problem);
    }

    private static ContainerListener Listener(string port, string process, int id) => new()
    {
        Protocol = Protocol.Tcp, Address = IPAddress.Any, Port = int.Parse(port, System.Globalization.CultureInfo.InvariantCulture), ProcessName = process, ProcessId = id,
    };

    private static string Server(string listen, string location) => $$"""
        events {}
        http {
            server { {{listen}}
                location / { {{location}} }
            }
        }
        """.Replace("server { \n", "server {\n", StringComparison.Ordinal);

    private static string? After(HostNetworkPlan plan, string file) => plan.Files.SingleOrDefault(f => f.Path == file)?.After;

    private static HostNetworkPlan Plan(params (string Path, string Text)[] files) => Plan([Compose], null, files);

    private static HostNetworkPlan Plan(string[] compose, Snapshot? facts, params (string Path, string Text)[] files) =>
        Converter(files).Plan(compose, [], [], facts is null ? null : _ => facts);

    private static HostNetworkConverter Converter(params (string Path, string Text)[] files) => new(new BareHost(files), new YamlDotNetReader());
}
