using ContainerNet.Checks.Ports;

namespace ContainerNet.Repairs;

/// <summary>The edit of a service's file, whichever way it is written.</summary>
public sealed class UnitTextTests
{
    private const string Unit = "/etc/systemd/system/web.service";
    private const string Quadlet = "/etc/containers/systemd/web.container";

    [Theory]
    [InlineData("[Service]\nExecStart=/usr/bin/podman run -p 8080:80 shop:1\n", "[Service]\nExecStart=/usr/bin/podman run -p 8080:8000 shop:1\n")]
    [InlineData("# -p 8080:80\nExecStart=podman run \\\n  -p 8080:80 \\\n  shop:1\n", "# -p 8080:80\nExecStart=podman run \\\n  -p 8080:8000 \\\n  shop:1\n")]
    [InlineData("ExecStart=podman run \"--publish=8080:80\" shop:1", "ExecStart=podman run \"--publish=8080:8000\" shop:1")]
    [InlineData("ExecStart=podman run -p 8080:80\r\nRestart=always\r\n", "ExecStart=podman run -p 8080:8000\r\nRestart=always\r\n")]
    [InlineData("[Container]\nPublishPort=8080:80\nPublishPort=18080:80\n", "[Container]\nPublishPort=8080:8000\nPublishPort=18080:80\n")]
    [InlineData("[Container]\nPublishPort = 8080:80\n", "[Container]\nPublishPort = 8080:8000\n")]
    public void Word_IsReplacedWhereItStands(string text, string expected) =>
        Assert.Equal(expected, UnitText.Apply(text, Unit, Edit([(["8080:80"], ["8080:8000"])])));

    [Theory]
    [InlineData("")]
    [InlineData("[Service]\nExecStart=podman run -p 18080:80 shop:1\n")]
    [InlineData("[Service]\nExecStart=podman run -p 8080:800 shop:1\n")]
    [InlineData("[Service]\nExecStart=podman run -p 8080:80 -p 8080:80 shop:1\n")]
    [InlineData("[Service]\nExecStartPre=podman run -p 8080:80 shop:1\n")]
    [InlineData("[Service]\n#ExecStart=podman run -p 8080:80 shop:1\n")]
    [InlineData("[Service]\nExecStart=podman run -p ${WEB}:80 shop:1\n")]
    [InlineData("[Service]\nEnvironment=A=8080:80\nExecStart=podman run -p 8080:80 shop:1\n")]
    public void WordThatIsNotThereJustOnce_IsNotReplaced(string text) => Assert.Null(UnitText.Apply(text, Unit, Edit([(["8080:80"], ["8080:8000"])])));

    [Theory]
    [InlineData("ExecStart=podman run shop:1 app --bind 127.0.0.1\n", "ExecStart=podman run shop:1 app --bind 0.0.0.0\n")]
    [InlineData("ExecStart=podman run shop:1 app --db 127.0.0.1 --bind  127.0.0.1\n", "ExecStart=podman run shop:1 app --db 127.0.0.1 --bind  0.0.0.0\n")]
    [InlineData("Exec=app --bind \\\n    127.0.0.1\n", "Exec=app --bind \\\n    0.0.0.0\n")]
    public void OptionAndValue_AreLookedForTogether(string text, string expected) =>
        Assert.Equal(expected, UnitText.Apply(text, Unit, Edit([(["--bind", "127.0.0.1"], ["--bind", "0.0.0.0"])])));

    [Theory]
    [InlineData("ExecStart=podman run shop:1 run\n", "ExecStart=podman run --network=pasta:-T,9 shop:1 run\n")]
    [InlineData("ExecStart=/usr/bin/podman container run \\\n shop:1\n", "ExecStart=/usr/bin/podman container run --network=pasta:-T,9 \\\n shop:1\n")]
    [InlineData("ExecStart=-/usr/bin/podman run shop:1\n", "ExecStart=-/usr/bin/podman run --network=pasta:-T,9 shop:1\n")]
    [InlineData("ExecStart=podman start shop\n", null)]
    [InlineData("ExecStart=/bin/sh -c 'podman run shop:1'\n", null)]
    [InlineData("ExecStart=podman --log-level debug run shop:1\n", null)]
    public void Network_IsAddedBehindRun(string text, string? expected) => Assert.Equal(expected, UnitText.Apply(text, Unit, Edit([], "pasta:-T,9")));

    [Fact]
    public void Network_IsALineOfQuadlets() => Assert.Equal(
        "[Unit]\n\n[Container]\nNetwork=pasta:-T,9\nImage=shop:1\n", UnitText.Apply("[Unit]\n\n[Container]\nImage=shop:1\n", Quadlet, Edit([], "pasta:-T,9")));

    private static UnitEdit Edit(IReadOnlyList<(IReadOnlyList<string>, IReadOnlyList<string>)> words, string? network = null) =>
        new(UnitOf.Of("podman run shop:1"), "edit", words, network);
}
