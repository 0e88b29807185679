using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using ContainerNet.Hosting;
using ContainerNet.Model.Proxies;
using ContainerNet.Paths.Requests;
using ContainerNet.Sources.Nginx;

namespace ContainerNet.Benchmarks;

/// <summary>An nginx with 5,000 servers in as many files, each with a dozen locations: reading it, making it ready and asking it
/// once, following requests, and the choice of a location alone.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class NginxBenchmarks : IDisposable
{
    private const int Servers = 5000;

    private static readonly ClientRequest s_request = new() { Host = "app4711.example.org", Target = "/api/v1/users/4711?x=1" };

    private readonly string _folder = Directory.CreateTempSubdirectory("containernet-nginx-").FullName;
    private readonly LinuxHost _host = new();
    private Proxy _proxy = null!;
    private RequestResolver _resolver = null!;
    private LocationTable _locations = null!;

    [GlobalSetup]
    public void Setup()
    {
        Directory.CreateDirectory($"{_folder}/conf.d");
        File.WriteAllText($"{_folder}/nginx.conf", "http { include conf.d/*.conf; }");
        for (int i = 0; i < Servers; i++)
        {
            File.WriteAllText($"{_folder}/conf.d/{i}.conf", Server(i));
        }

        _proxy = Read();
        _resolver = new RequestResolver(_proxy);
        _locations = new LocationTable(_proxy.Servers[0].Root.Locations);
        if (_proxy.Problems.Count > 0 || _resolver.Resolve(s_request).Upstream?.Target != "/v1/users/4711?x=1")
        {
            throw new InvalidOperationException("The configuration is not what it should be.");
        }
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _host.Dispose();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Benchmark]
    public Proxy Read() => NginxReader.Read(_host, new NginxPlace { ConfigurationFile = $"{_folder}/nginx.conf" });

    [Benchmark]
    public RequestAnswer ReadAndAsk() => new RequestResolver(Read()).Resolve(s_request);

    [Benchmark]
    public RequestAnswer CompileAndAsk() => new RequestResolver(_proxy).Resolve(s_request);

    [Benchmark]
    public RequestAnswer Ask() => _resolver.Resolve(s_request);

    [Benchmark]
    public object? ChooseLocation() => _locations.Find("/api/v1/users/4711").Location;

    [Benchmark]
    public object? ChooseLocationByPattern() => _locations.Find("/assets/app.js").Location;

    /// <summary>Locations of each server, six at least.</summary>
    public int Locations { get; init; } = 12;

    private string Server(int number)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $$"""
            upstream app{{number}} {
                server 10.0.{{number / 250}}.{{number % 250}}:8080 max_fails=3;
                keepalive 4;
            }
            server {
                listen 80;
                server_name app{{number}}.example.org *.app{{number}}.example.org;
                proxy_set_header Host $host;
                proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                location / { proxy_pass http://app{{number}}; }
                location /api/ { proxy_read_timeout 5m; proxy_pass http://app{{number}}/; }
                location /ws/ {
                    proxy_http_version 1.1;
                    proxy_set_header Upgrade $http_upgrade;
                    proxy_set_header Connection "upgrade";
                    proxy_pass http://app{{number}};
                }
                location = /healthz { return 200 "ok\n"; }
                location ~* \.(?:css|js|png|svg)$ { expires 1h; root /srv/app{{number}}; }
                location ~ ^/tenants/(\w+)/ { proxy_pass http://app{{number}}; }

            """);
        for (int i = 6; i < Locations; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"    location /part{i}/ {{ proxy_pass http://app{number}/p{i}/; }}\n");
        }

        return text.Append("}\n").ToString();
    }
}
