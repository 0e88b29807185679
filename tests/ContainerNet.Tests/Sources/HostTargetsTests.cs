using ContainerNet.Model;

namespace ContainerNet.Sources;

public sealed class HostTargetsTests
{
    [Theory]
    [InlineData("--database=postgres://app:secret@host.containers.internal:5432/app", "host.containers.internal", 5432)]
    [InlineData("http://10.0.2.2:9099/", "10.0.2.2", 9099)]
    [InlineData("host.docker.internal:80", "host.docker.internal", 80)]
    [InlineData("169.254.1.2:6379", "169.254.1.2", 6379)]
    public void ServiceOfTheHost_IsNameAndPortAndNoMore(string word, string name, int port) =>
        Assert.Equal([new HostTarget(name, port)], HostTargets.Of(["run", word, null]));

    [Theory]
    [InlineData("admin:12345")]
    [InlineData("db:5432")]
    [InlineData("110.0.2.2:80")]
    [InlineData("my-host.docker.internal:80")]
    [InlineData("host.docker.internal")]
    [InlineData("10.0.2.2:0")]
    [InlineData("10.0.2.2:99999")]
    [InlineData("10.0.2.2:123456")]
    public void AnythingElse_IsNotKept(string word) => Assert.Empty(HostTargets.Of([word]));
}
