namespace ContainerNet.Model;

public sealed class ContainerUnitTests
{
    private static ContainerUnit New(string command, string name = "x.service") => new() { Name = name, Command = command.Split(' ') };

    [Theory]
    [InlineData("podman run --publish 443:8000 bb", 443)]
    [InlineData("podman run -p 80:8000 -p 8443:443/tcp bb", 80, 8443)]
    [InlineData("podman run --publish=127.0.0.1:90:8000/udp bb", 90)]
    [InlineData("podman run -p [::1]:91:8000 bb", 91)]
    [InlineData("podman run -p 8000-8002:80-82 bb", 8000, 8001, 8002)]
    [InlineData("podman run -p 8000 bb")]
    [InlineData("podman run -p ::80 bb")]
    [InlineData("podman run -p 9-7:1 bb")]
    [InlineData("podman run -p 99999:1 bb")]
    [InlineData("podman run -p")]
    [InlineData("podman")]
    public void HostPorts_AreThoseOfTheCommand(string command, params int[] ports) => Assert.Equal(ports, New(command).HostPorts);

    [Theory]
    [InlineData("podman run --name shop bb", "shop")]
    [InlineData("podman run --name=shop --rm bb", "shop")]
    [InlineData("podman start shop", "shop")]
    [InlineData("podman start -a shop", "shop")]
    [InlineData("podman run bb", null)]
    [InlineData("podman start -a", null)]
    [InlineData("podman start ", "")]
    [InlineData("", null)]
    public void ContainerName_IsThatOfTheCommand(string command, string? name) => Assert.Equal(name, New(command).ContainerName);

    [Theory]
    [InlineData("x.service", "podman run --name shop bb", null, true)]
    [InlineData("shop.service", "podman run bb", null, true)]
    [InlineData("container-shop.service", "podman run bb", null, true)]
    [InlineData("x.service", "podman run bb", "x.service", true)]
    [InlineData("shops.service", "podman run bb", null, false)]
    [InlineData("x.service", "podman run --name shopping bb", "y.service", false)]
    public void Runs_ByLabelOrByName(string unit, string command, string? label, bool runs) => Assert.Equal(
        runs, New(command, unit).Runs(new Container { Engine = "podman", Id = "1", Name = "shop", Unit = label }));
}
