using ContainerNet.Model;

namespace ContainerNet.Sources.Engines;

public sealed class EngineCatalogTests
{
    [Fact]
    public void ConventionalSockets_AreFoundInOrder()
    {
        EngineHost host = new EngineHost().Socket("/run/podman/podman.sock").Socket("/run/docker.sock");
        Assert.Equal(["docker", "podman"], EngineCatalog.Find(host).Select(s => s.Name));
    }

    [Fact]
    public void SocketsOfUsers_BearTheirNames()
    {
        EngineHost host = new EngineHost()
            .File("/etc/passwd", "root:x:0:0::/root:/bin/sh\nbroken\nann:x:1000:1000::/home/ann:/bin/sh\n")
            .Socket("/run/user/1000/podman/podman.sock")
            .Socket("/run/user/1000/docker.sock")
            .Socket("/run/user/1001/podman/podman.sock");
        IReadOnlyList<EngineSocket> found = EngineCatalog.Find(host);
        Assert.Equal(["docker:ann", "podman:ann", "podman:1001"], found.Select(s => s.Name));
        Assert.All(found, s => Assert.True(s.Rootless));
    }

    [Fact]
    public void PodmansLinkAtDockersPlace_IsOneEngine()
    {
        EngineHost host = new EngineHost()
            .Link("/run/docker.sock", "/run/podman/podman.sock")
            .Socket("/run/podman/podman.sock");
        EngineSocket socket = Assert.Single(EngineCatalog.Find(host));
        Assert.Equal("/run/podman/podman.sock", socket.Path);
    }

    [Theory]
    [InlineData("unix:///var/run/docker.sock", "docker")]
    [InlineData("unix:///run/user/1000/docker.sock", "docker:1000")]
    public void VariableThatNamesAConventionalSocket_GivesItNoSecondName(string value, string name)
    {
        EngineHost host = new EngineHost()
            .Socket("/run/docker.sock").Socket("/run/user/1000/docker.sock").Set("DOCKER_HOST", value);
        IReadOnlyList<EngineSocket> found = EngineCatalog.Find(host);
        Assert.Equal(2, found.Count);
        Assert.Equal(name, found[0].Name);
    }

    [Fact]
    public void VariableThatNamesAnotherSocket_AddsAnEngine()
    {
        EngineHost host = new EngineHost()
            .Socket("/run/docker.sock").Socket("/srv/d.sock").Socket("/srv/p.sock")
            .Set("DOCKER_HOST", "unix:///srv/d.sock").Set("CONTAINER_HOST", "unix:///srv/p.sock");
        Assert.Equal(
            [("docker", "/srv/d.sock"), ("podman", "/srv/p.sock"), ("docker@/run/docker.sock", "/run/docker.sock")],
            EngineCatalog.Find(host).Select(s => (s.Name, s.Path)));
    }

    [Fact]
    public void SocketInAFolderThatMayNotBeListed_IsTried()
    {
        EngineHost host = new EngineHost().Denied("/secret/d.sock").Set("DOCKER_HOST", "unix:///secret/d.sock");
        Assert.Equal(EngineKind.Docker, Assert.Single(EngineCatalog.Find(host)).Kind);
    }

    [Theory]
    [InlineData("docker", 1)]
    [InlineData("DOCK*", 1)]
    [InlineData("*", 2)]
    [InlineData("nerdctl", 0)]
    public void Pattern_ChoosesEngines(string pattern, int count)
    {
        EngineHost host = new EngineHost().Socket("/run/docker.sock").Socket("/run/podman/podman.sock");
        Assert.Equal(count, EngineCatalog.Find(host, pattern).Count);
    }
}
