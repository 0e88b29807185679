using System.Text;
using ContainerNet.Model;

namespace ContainerNet.Sources.Proc;

public sealed class ForwarderReaderTests
{
    [Theory]
    [InlineData("docker-proxy-bookworm", "0.0.0.0:6380", "172.18.0.2:6380", Protocol.Tcp)]
    [InlineData("docker-proxy-trixie", "0.0.0.0:6380", "172.18.0.2:6380", Protocol.Tcp)]
    [InlineData("docker-proxy-forky", "0.0.0.0:6379", "172.18.0.2:6379", Protocol.Tcp)]
    [InlineData("docker-proxy-ipv6", "[::]:6380", "[2001:db8:6::2]:6380", Protocol.Tcp)]
    [InlineData("docker-proxy-udp", "0.0.0.0:5353", "172.17.0.3:53", Protocol.Udp)]
    public void DockerProxy_TellsBothEnds(string file, string from, string to, Protocol protocol)
    {
        using FileTree tree = new();
        tree.With("/proc/77/cmdline", File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fixtures/proc/cmdline", file)))
            .With("/proc/2/cmdline", "").With("/proc/88/cmdline", "/bin/sh\0-c\0docker-proxy\0").WithFolder("/proc/sys");
        HostProcess process = Assert.Single(ForwarderReader.Read(tree.Host).Value);
        Assert.Equal((77, "docker-proxy", from, to, protocol),
            (process.ProcessId, process.Name, process.ForwardsFrom, process.ForwardsTo, process.Protocol));
    }

    [Theory]
    [InlineData("docker-proxy")]
    [InlineData("docker-proxy\0-host-ip")]
    [InlineData("docker-proxy\0-host-ip\0nonsense\0-host-port\0" + "99999")]
    public void DockerProxyWithBadArguments_IsThereWithoutEnds(string commandLine)
    {
        HostProcess process = Assert.Single(ForwarderReader.Parse(1, Encoding.UTF8.GetBytes(commandLine)));
        Assert.Null(process.ForwardsFrom);
    }

    [Theory]
    [InlineData("/usr/bin/pasta.avx2\0--config-net\0-t\0" + "8000-8001:80-81\0-u\0none\0", ":8000 :80,:8001 :81")]
    [InlineData("pasta\0-t\0" + "192.0.2.1/8000:5000\0", "192.0.2.1:8000 :5000")]
    [InlineData("pasta\0-t\0::1/53\0", "[::1]:53 :53")]
    [InlineData("pasta\0-t\0none\0", " ")]
    public void Pasta_TellsItsPorts(string commandLine, string expected) => Assert.Equal(
        expected.Split(','),
        ForwarderReader.Parse(1, Encoding.UTF8.GetBytes(commandLine)).Select(p => $"{p.ForwardsFrom} {p.ForwardsTo}"));

    // As Podman 4.3 and 5.4 start them.
    [Theory]
    [InlineData("/usr/bin/slirp4netns\0--disable-host-loopback\0-c\0--netns-type=path\0/run/user/1000/netns/n\0tap0\0", "slirp4netns /run/user/1000/netns/n ")]
    [InlineData("/usr/bin/slirp4netns\0-c\0--netns-type=path\0/run/user/1000/netns/n\0tap0\0", "slirp4netns /run/user/1000/netns/n gateway")]
    [InlineData("slirp4netns\0-c\0" + "1234\0tap0\0", "slirp4netns  gateway")]
    [InlineData("/usr/bin/pasta\0--config-net\0-t\0none\0--no-map-gw\0--netns\0/run/n\0--map-guest-addr\0" + "169.254.1.2\0", "pasta /run/n ")]
    [InlineData("pasta\0--map-host-loopback\0" + "10.0.2.2\0--no-map-gw\0--netns\0/run/n\0", "pasta /run/n 10.0.2.2")]
    [InlineData("pasta\0--netns\0/run/n\0-t\0none\0", "pasta /run/n gateway")]
    public void RootlessNetwork_TellsWhoseItIsAndWhatItLetsThrough(string commandLine, string expected)
    {
        HostProcess process = Assert.Single(ForwarderReader.Parse(1, Encoding.UTF8.GetBytes(commandLine)));
        Assert.Equal(expected, $"{process.Name} {process.NetworkPath} {process.HostLoopback}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0\0\0")]
    [InlineData("/usr/bin/docker-proxy-like\0-host-ip\0" + "0.0.0.0")]
    public void OtherPrograms_ForwardNothing(string commandLine) =>
        Assert.Empty(ForwarderReader.Parse(1, Encoding.UTF8.GetBytes(commandLine)));
}
