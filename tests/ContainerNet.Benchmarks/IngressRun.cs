using System.Diagnostics;
using System.Globalization;
using System.Text;
using ContainerNet.Hosting;
using ContainerNet.Model.Ingresses;
using ContainerNet.Paths.Ingresses;
using ContainerNet.Paths.Requests;
using ContainerNet.Sources.Ingresses;
using ContainerNet.Yaml;

namespace ContainerNet.Benchmarks;

/// <summary>Reads 2,000 ingresses with 10,000 paths, makes servers and locations of them, and asks for URLs.</summary>
internal static class IngressRun
{
    private const int Ingresses = 2000;
    private const int PathsEach = 5;

    /// <summary>Three shapes: many hosts, some of them with rewrites; and all on one host, without a rewrite and with.</summary>
    public static void Measure(int runs)
    {
        Measure("400 hosts, a quarter in regex mode", runs, hosts: 400, rewrites: i => i % 20 == 0);
        Measure("one host, no rewrite", runs, hosts: 1, rewrites: _ => false);
        Measure("one host, one rewrite", runs, hosts: 1, rewrites: i => i == 7);
        Measure("one host, rewrites everywhere", runs, hosts: 1, rewrites: _ => true);
    }

    private static void Measure(string shape, int runs, int hosts, Func<int, bool> rewrites)
    {
        string text = Text(hosts, rewrites);
        using LinuxHost host = new();
        YamlDotNetReader yaml = new();
        ManifestOptions options = new() { Texts = [new("all.yaml", text)] };
        IngressSet set = ManifestReader.Read(host, yaml, options);
        List<double> reads = [], builds = [];
        IngressResolver resolver = null!;
        for (int run = 0; run < runs; run++)
        {
            GC.Collect();
            long start = Stopwatch.GetTimestamp();
            set = ManifestReader.Read(host, yaml, options);
            reads.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            GC.Collect();
            start = Stopwatch.GetTimestamp();
            resolver = new IngressResolver(IngressConfiguration.Of(set));
            _ = resolver.Resolve(Request(hosts, 0));
            builds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        Tell(shape, text, set, resolver, reads, builds, hosts);
    }

    private static void Tell(string shape, string text, IngressSet set, IngressResolver resolver, List<double> reads, List<double> builds, int hosts)
    {
        const int Urls = 10_000;
        ClientRequest[] requests = [.. Enumerable.Range(0, Urls).Select(i => Request(hosts, i))];
        double first = Each(resolver, requests), again = Each(resolver, requests);
        int passed = requests.Count(r => resolver.Resolve(r).Outcome == IngressOutcome.Passed);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{shape}: {set.Ingresses.Count} ingresses, {set.Ingresses.Sum(i => i.Rules.Sum(r => r.Paths!.Count))} paths, {text.Length >> 10} KiB of YAML read in {Median(reads):F0} ms (first {reads[0]:F0}); "
            + $"servers and locations made, and the first URL, in {Median(builds):F0} ms (first {builds[0]:F0}); {Urls} URLs: {first:F1} µs each the first time, {again:F1} µs again; {passed} reach a service"));
    }

    private static double Each(IngressResolver resolver, ClientRequest[] requests)
    {
        long start = Stopwatch.GetTimestamp();
        foreach (ClientRequest request in requests)
        {
            _ = resolver.Resolve(request);
        }

        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / requests.Length;
    }

    private static ClientRequest Request(int hosts, int number)
    {
        int ingress = number * 7919 % Ingresses;
        return new ClientRequest { Host = $"host{ingress % hosts}.example.org", Target = $"/team{ingress % 10}/app{ingress}/part{number % PathsEach}/page?x={number}" };
    }

    private static string Text(int hosts, Func<int, bool> rewrites)
    {
        StringBuilder text = new("kind: IngressClass\nmetadata: {name: nginx}\nspec: {controller: k8s.io/ingress-nginx}\n");
        for (int i = 0; i < Ingresses; i++)
        {
            bool rewrite = rewrites(i);
            text.Append(CultureInfo.InvariantCulture, $"""
                ---
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata:
                  name: app{i}
                  namespace: team{i % 10}
                  annotations:
                    nginx.ingress.kubernetes.io/proxy-read-timeout: "3600"
                {(rewrite ? "    nginx.ingress.kubernetes.io/rewrite-target: /$2\n" : "")}spec:
                  ingressClassName: nginx
                  rules:
                  - host: host{i % hosts}.example.org
                    http:
                      paths:

                """);
            for (int p = 0; p < PathsEach; p++)
            {
                text.Append(CultureInfo.InvariantCulture, $"""
                          - path: /team{i % 10}/app{i}/part{p}{(rewrite ? "(/|$)(.*)" : "")}
                            pathType: {(rewrite ? "ImplementationSpecific" : "Prefix")}
                            backend:
                              service:
                                name: app{i}
                                port:
                                  number: 80

                    """);
            }
        }

        return text.ToString();
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
