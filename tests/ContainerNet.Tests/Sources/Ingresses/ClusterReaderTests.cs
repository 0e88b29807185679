using ContainerNet.Hosting;
using ContainerNet.Model.Ingresses;
using ContainerNet.Repairs;

namespace ContainerNet.Sources.Ingresses;

public sealed class ClusterReaderTests
{
    [Fact]
    public async Task Read_AsksForEachKind_WithArgumentsAsTheyAre()
    {
        StubHost host = new(c => Answer(c.Arguments[2].StartsWith("ingresses.", StringComparison.Ordinal) ? "ingresses.json" : "empty.json"));

        IngressSet set = await ClusterReader.ReadAsync(
            host, new ClusterOptions { Context = "lab; rm", Kubeconfig = "/k c", Limit = TimeSpan.FromSeconds(9) }, CancellationToken.None);

        Assert.Equal(7, host.Ran.Count);
        Assert.Equal("kubectl get ingresses.networking.k8s.io --output=json --all-namespaces --request-timeout=9s --kubeconfig=/k c --context=lab; rm", host.Ran[0]);
        Assert.DoesNotContain(host.Ran, c => c.Contains("secret", StringComparison.Ordinal));
        Ingress ingress = Assert.Single(set.Ingresses);
        Assert.Equal(("web/shop", "b<c>&é", "kubectl get ingresses:4:9"), (ingress.Key, ingress.Annotations[0].Value, ingress.Place.ToString()));
        Assert.Equal(new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero), ingress.CreatedAt);
        Assert.True(set.IsWholeCluster);
        Assert.Empty(set.Services!);
        Assert.Empty(set.Endpoints!);
        Assert.Empty(set.Gaps);
    }

    [Fact]
    public async Task Read_OfAKindThatMayNotBeListed_LeavesItUnknown_ThoughKubectlPrintsAnEmptyList()
    {
        StubHost host = new(c => c.Arguments.Contains("services") ? Failure("forbidden.txt") : Answer("empty.json"));

        IngressSet set = await ClusterReader.ReadAsync(host, new ClusterOptions(), CancellationToken.None);

        Assert.Null(set.Services);
        Assert.Equal(
            "kubectl get services: Error from server (Forbidden): services is forbidden: User \"bob\" cannot list resource \"services\" in API group \"\" at the cluster scope",
            Assert.Single(set.Gaps).ToString());
    }

    [Theory]
    [InlineData("forbidden.txt", Problem.PermissionDenied, "Forbidden")]
    [InlineData("refused.txt", Problem.ToolFailed, "The connection to the server 127.0.0.1:1 was refused")]
    [InlineData("context.txt", Problem.ToolFailed, "context was not found for specified context: nope")]
    public async Task Read_WithoutIngresses_Fails_InTheWordsOfKubectl(string file, Problem problem, string words)
    {
        ContainerNetException error = await Assert.ThrowsAsync<ContainerNetException>(
            () => ClusterReader.ReadAsync(new StubHost(_ => Failure(file)), new ClusterOptions(), CancellationToken.None));

        Assert.Equal(problem, error.Problem);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_OfOneNamespace_SaysThatOthersMayShareItsHosts()
    {
        StubHost host = new(_ => Answer("empty.json"));

        IngressSet set = await ClusterReader.ReadAsync(host, new ClusterOptions { Namespace = "web" }, CancellationToken.None);

        Assert.Contains("get services --output=json --namespace=web", host.Ran[2], StringComparison.Ordinal);
        Assert.Contains("get ingressclasses.networking.k8s.io --output=json --all-namespaces", host.Ran[1], StringComparison.Ordinal);
        Assert.Contains("may share hosts", Assert.Single(set.Gaps).Reason, StringComparison.Ordinal);
        Assert.False(set.IsWholeCluster);
    }

    private static CommandResult Answer(string file) => StubHost.Ok with { Output = Text(file) };

    private static CommandResult Failure(string file) => new() { ExitCode = 1, Output = Text("empty.json"), Error = Text(file) };

    private static string Text(string file) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "kubectl", file));
}
