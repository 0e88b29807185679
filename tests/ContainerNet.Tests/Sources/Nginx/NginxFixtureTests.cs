using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using ContainerNet.Hosting;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Sources.Nginx;

/// <summary>Configurations in the shapes of real projects.</summary>
public sealed partial class NginxFixtureTests
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "Fixtures", "nginx");

    private static readonly string[] s_names =
        [.. Directory.GetFiles(s_folder, "*.conf").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Names => [.. s_names];

    [Fact]
    public void ThereAreThirtyAtLeast() => Assert.True(s_names.Length >= 30, $"{s_names.Length}");

    [Theory]
    [MemberData(nameof(Names))]
    public void Fixture_IsReadAndWrittenBackAsTheSameTree(string name)
    {
        NginxFile file = NginxText.Parse(Text(name));

        Assert.Null(file.Problem);
        Assert.NotEmpty(file.Directives);
        NginxFile again = NginxText.Parse(NginxWriter.Write(file.Directives));
        Assert.Equal(NginxText.Shape(file.Directives), NginxText.Shape(again.Directives));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Fixture_BecomesAModelWithoutProblems(string name)
    {
        using TemporaryFolder folder = new();
        Proxy proxy = NginxReader.Read(new RootedHost(), Prepare(folder.Path, name, modules: ""));

        Assert.Empty(proxy.Problems);
        Assert.True(proxy.Servers.Count + proxy.StreamServers.Count > 0 || name == "docker-main");
        string[] understood = name == "ingress-nginx" ? ["rewrite_by_lua_block"] : [];
        Assert.Equal(understood, proxy.Servers.SelectMany(s => NotUnderstood(s.Root)));
    }

    [NginxFact]
    public void Fixtures_AreTakenByNginx()
    {
        int taken = 0;
        foreach (RealNginx nginx in RealNginx.All)
        {
            foreach (string name in s_names)
            {
                string first = Text(name).Split('\n')[0];
                bool isTooOld = SinceText().Match(first) is { Success: true } since && nginx.Version < Version.Parse(since.Groups[1].Value);
                bool lacksModule = Text(name).Contains("@modules@", StringComparison.Ordinal)
                    && !File.Exists($"{nginx.Modules}/ngx_stream_module.so");
                if (isTooOld || lacksModule || first.Contains("needs lua", StringComparison.Ordinal))
                {
                    continue;
                }

                using TemporaryFolder folder = new();
                NginxPlace place = Prepare(folder.Path, name, nginx.Modules);
                (int status, string error) = nginx.Run(
                    "-t", "-p", folder.Path, "-c", place.ConfigurationFile, "-e", $"{folder.Path}/error.log");
                Assert.True(status == 0, $"{nginx} refuses {name}: {error}");
                taken++;
            }
        }

        Assert.True(taken >= 30, $"{taken} were taken");
    }

    private static IEnumerable<string> NotUnderstood(Location location) => location.NotUnderstood.Select(d => d.Name)
        .Concat(location.Locations.SelectMany(NotUnderstood));

    private static string Text(string name) => File.ReadAllText(Path.Combine(s_folder, name + ".conf"));

    /// <summary>Puts a fixture with everything it needs into a folder: addresses become unix sockets, files come from there, and
    /// names of containers become addresses.</summary>
    private static NginxPlace Prepare(string folder, string name, string modules)
    {
        foreach (string inner in (string[])["etc/nginx/conf.d", "etc/nginx/snippets", "etc/ssl", "var/log/nginx", "var/cache/mattermost", "run"])
        {
            Directory.CreateDirectory($"{folder}/{inner}");
        }

        foreach (string snippet in Directory.GetFiles($"{s_folder}/snippets"))
        {
            File.WriteAllText($"{folder}/etc/nginx/snippets/{Path.GetFileName(snippet)}", Local(File.ReadAllText(snippet), folder, modules));
        }

        File.Copy($"{s_folder}/snippets/proxy_params", $"{folder}/etc/nginx/proxy_params");
        File.WriteAllText($"{folder}/etc/ssl/site.pem", s_certificate.ExportCertificatePem());
        File.WriteAllText($"{folder}/etc/ssl/site.key", s_certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem());
        string text = Local(Text(name), folder, modules);
        if (!text.StartsWith("# main", StringComparison.Ordinal))
        {
            File.WriteAllText($"{folder}/etc/nginx/conf.d/{name}.conf", text);
            text = "events {}\nhttp {\ninclude conf.d/*.conf;\n}\n";
        }

        // Folders for bodies are made at the start, where the package of the system would have them.
        string paths = RealNginx.OwnPlaces(folder);
        text = text.Replace("http {", $"http {{\n{paths}", StringComparison.Ordinal);
        File.WriteAllText($"{folder}/etc/nginx/nginx.conf", $"pid {folder}/run/nginx.pid;\n{text}");
        return new NginxPlace { ConfigurationFile = $"{folder}/etc/nginx/nginx.conf", Version = new Version(1, 26, 3) };
    }

    private static string Local(string text, string folder, string modules)
    {
        text = AbsolutePath().Replace(text, m => $"{m.Groups[1].Value}{folder}{m.Groups[2].Value}");
        text = ListenAddress().Replace(text, m => $"listen unix:{folder}/run/{NoName().Replace(m.Groups[1].Value, "_")}{Options().Replace(m.Groups[2].Value, "")};");
        HashSet<string> upstreams = [.. UpstreamName().Matches(text).Select(m => m.Groups[1].Value)];
        text = ContainerName().Replace(text, m => m.Value.StartsWith("http", StringComparison.Ordinal) && upstreams.Contains(m.Groups[2].Value) ? m.Value : $"{m.Groups[1].Value}127.0.0.1");
        return text.Replace("@modules@", modules, StringComparison.Ordinal);
    }

    private static readonly X509Certificate2 s_certificate = MakeCertificate();

    private static X509Certificate2 MakeCertificate()
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new("CN=site.example.org", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    [GeneratedRegex(@"(\s|unix:)(/(?:etc|var|run)/)")]
    private static partial Regex AbsolutePath();

    [GeneratedRegex(@"listen\s+([^\s;]+)([^;]*);")]
    private static partial Regex ListenAddress();

    [GeneratedRegex(@"\W+")]
    private static partial Regex NoName();

    [GeneratedRegex(@"\s+(ipv6only=\w+|reuseport|udp)")]
    private static partial Regex Options();

    [GeneratedRegex(@"upstream\s+(\S+)\s*\{")]
    private static partial Regex UpstreamName();

    [GeneratedRegex(@"((?:https?://|\bserver\s+))([a-z][a-z0-9.-]*)(?=[:;/])(?!:/)")]
    private static partial Regex ContainerName();

    [GeneratedRegex(@"since ([\d.]+)")]
    private static partial Regex SinceText();
}
