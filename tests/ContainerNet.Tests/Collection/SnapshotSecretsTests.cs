using System.Text;
using ContainerNet.Model;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Collection;

/// <summary>No snapshot that leaves the host has a password in it.</summary>
public sealed class SnapshotSecretsTests
{
    private const string Secret = "hunter2";

    [Fact]
    public void CommandOfAUnit_KeepsNamesPortsAndMountsOnly()
    {
        ContainerUnit unit = new()
        {
            Name = "web.service",
            Command = ["/usr/bin/podman", "run", "--name", "web", "--env", $"PASSWORD={Secret}", $"--env=TOKEN={Secret}", "-e", Secret, "-p", "8080:80",
                "--volume=/srv:/data:ro", $"registry.example/web:{Secret}", "serve", $"--key={Secret}", Secret],
        };
        Snapshot read = RoundTrip(new Snapshot { Host = new HostInfo { Name = "a" }, CollectedAt = default, ContainerUnits = [unit] }, out string json);

        Assert.DoesNotContain(Secret, json, StringComparison.Ordinal);
        ContainerUnit kept = Assert.Single(read.ContainerUnits!);
        Assert.Equal(("web", 8080, "/srv"), (kept.ContainerName, Assert.Single(kept.HostPorts), Assert.Single(kept.BindMounts).Source));
    }

    [Fact]
    public void StartOfAContainer_KeepsItsName() => Assert.Equal(
        "web",
        Assert.Single(RoundTrip(new Snapshot
        {
            Host = new HostInfo { Name = "a" }, CollectedAt = default,
            ContainerUnits = [new ContainerUnit { Name = "x.service", Command = ["/usr/bin/podman", "start", "-a", "web"] }],
        }, out _).ContainerUnits!).ContainerName);

    [Fact]
    public void ConfigurationOfAProxy_HidesCredentials()
    {
        SourceLine here = new("/etc/nginx/nginx.conf", 1);
        ProxyDirective Line(string name, params string[] arguments) => new() { Name = name, Arguments = arguments, Source = here };
        Location location = new()
        {
            Source = here,
            Pattern = "/api/",
            Settings = new LocationSettings { Proxy = new ProxySettings { Headers = [new ProxyHeader("Authorization", $"Basic {Secret}", here)] } },
            Steps = [Line("set", "$api_token", Secret), Line("if", "$http_x_auth", "!=", Secret), Line("set", "$plain", "kept")],
            Content = new LocationContent(ContentKind.Proxy, Line("proxy_pass", $"http://user:{Secret}@app:80/"), ProxyPass.Parse($"http://user:{Secret}@app:80/", here)),
        };
        RunningProxy proxy = new()
        {
            Program = "nginx",
            ProcessId = 1,
            Configuration = new Proxy
            {
                ConfigurationFile = here.File,
                Servers = [new HttpServer { Source = here, Root = new Location { Source = here, Settings = new LocationSettings(), Locations = [location] } }],
                Maps = [new ValueMap { Input = "$http_authorization", Variable = "secret_user", Source = here, Entries = [Line(Secret, Secret), Line("default", "")] }],
            },
            Failures = [new ProxyLogSummary
            {
                Kind = ProxyErrorKind.ConnectionRefused, Count = 1, First = default, Last = default,
                Example = new ProxyLogEntry { Time = default, Level = "error", Message = "connect() failed", Request = $"GET /?token={Secret} HTTP/1.1", Referrer = $"http://x/?k={Secret}" },
            }],
        };
        RoundTrip(new Snapshot { Host = new HostInfo { Name = "a" }, CollectedAt = default, Proxies = [proxy] }, out string json);

        Assert.DoesNotContain(Secret, json, StringComparison.Ordinal);
        Assert.Contains("kept", json, StringComparison.Ordinal);
        Assert.Contains("GET /?(hidden) HTTP/1.1", json, StringComparison.Ordinal);
    }

    private static Snapshot RoundTrip(Snapshot snapshot, out string json)
    {
        byte[] written = SnapshotJson.Write(snapshot);
        json = Encoding.UTF8.GetString(written);
        return SnapshotJson.Read(written, "test");
    }
}
