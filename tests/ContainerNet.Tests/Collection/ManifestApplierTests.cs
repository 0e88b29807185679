using System.Text.Json;
using ContainerNet.Hosting;
using ContainerNet.Repairs;
using ContainerNet.Repairs.Ingresses;
using ContainerNet.Sources.Ingresses;

namespace ContainerNet.Collection;

public sealed class ManifestApplierTests
{
    [Fact]
    public async Task Apply_AsksTheServerFirst_WithArgumentsAsTheyAre()
    {
        List<string?> inputs = [];
        StubHost host = new(c =>
        {
            inputs.Add(c.Input);
            return StubHost.Ok with { Output = Text(c.Arguments.Contains("--dry-run=server") ? "apply-dry.txt" : "applied.txt") };
        });

        IReadOnlyList<string> said = await Applier(host).ApplyAsync("{}", CancellationToken.None);

        Assert.Equal("kubectl apply --server-side --dry-run=server --filename=- --request-timeout=60s --kubeconfig=/k c --context=lab; rm", host.Ran[0]);
        Assert.Equal("kubectl apply --server-side --filename=- --request-timeout=60s --kubeconfig=/k c --context=lab; rm", host.Ran[1]);
        Assert.Equal(["{}", "{}"], inputs);
        Assert.Equal(["ingress.networking.k8s.io/web serverside-applied"], said);
    }

    [Theory]
    [InlineData("apply-webhook.txt", "admission webhook \"validate.nginx.ingress.kubernetes.io\" denied the request")]
    [InlineData("apply-conflict.txt", "Apply failed with 1 conflict: conflict with \"helm\" using networking.k8s.io/v1: .spec.rules")]
    [InlineData("refused.txt", "The connection to the server 127.0.0.1:1 was refused")]
    public async Task Refusal_IsShownAsItIs_AndNothingIsApplied(string file, string words)
    {
        StubHost host = new(_ => new CommandResult { ExitCode = 1, Output = "", Error = Text(file) });

        ContainerNetException error = await Assert.ThrowsAsync<ContainerNetException>(() => Applier(host).ApplyAsync("{}", CancellationToken.None));

        Assert.Equal(Problem.ToolFailed, error.Problem);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Nothing was applied.", error.Message, StringComparison.Ordinal);
        Assert.Single(host.Ran);
    }

    [Fact]
    public async Task EndlessWords_AreBounded()
    {
        StubHost host = new(_ => new CommandResult { ExitCode = 1, Output = "", Error = string.Join('\n', Enumerable.Range(0, 5000).Select(i => new string('x', 1000) + i)) });

        ContainerNetException error = await Assert.ThrowsAsync<ContainerNetException>(() => Applier(host).ApplyAsync("{}", CancellationToken.None));

        Assert.True(error.Message.Length < 10_000, $"{error.Message.Length} characters");
    }

    [Fact]
    public void Resources_AreTheIngressesOfThePlan_WithoutWhatTheServerSays()
    {
        string saved = Repairs.Ingresses.Repairs.Other("web", "/app").Replace(
            "namespace: other", "namespace: other\n  resourceVersion: \"7\"\n  managedFields: [{ manager: x }]\n  annotations:\n    kubectl.kubernetes.io/last-applied-configuration: x", StringComparison.Ordinal)
            + "status:\n  loadBalancer: {}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: x }\n";
        IngressRepairPlan plan = Repairs.Ingresses.Repairs.Plan(Repairs.Ingresses.Repairs.Needs() with { WebSockets = ["/ws"] }, saved, Repairs.Ingresses.Repairs.Other("two", "/two"));

        JsonElement[] items = [.. plan.Resources.Split("---\n", StringSplitOptions.RemoveEmptyEntries).Select(d => JsonElement.Parse(d))];
        Assert.Equal(["web", "web-paths"], items.Select(i => i.GetProperty("metadata").GetProperty("name").GetString()));
        Assert.Equal("/$2", items[0].GetProperty("metadata").GetProperty("annotations").GetProperty("nginx.ingress.kubernetes.io/rewrite-target").GetString());
        Assert.Equal(80, items[1].GetProperty("spec").GetProperty("rules")[0].GetProperty("http").GetProperty("paths")[0].GetProperty("backend").GetProperty("service").GetProperty("port").GetProperty("number").GetInt32());
        foreach (string word in new[] { "resourceVersion", "managedFields", "last-applied", "status", "ConfigMap", "\"two\"" })
        {
            Assert.DoesNotContain(word, plan.Resources, StringComparison.Ordinal);
        }
    }

    private static ManifestApplier Applier(StubHost host) => new(host, new ClusterOptions { Context = "lab; rm", Kubeconfig = "/k c" });

    private static string Text(string file) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "kubectl", file));
}
