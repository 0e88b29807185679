namespace ContainerNet.Watching;

public sealed class ControlGroupTests
{
    [Theory]
    [InlineData("0::/system.slice/hardening.service\n", "hardening.service")]
    [InlineData("0::/user.slice/user-0.slice/session-3.scope\n", "session-3.scope")]
    [InlineData("0::/containernet-lab.box/payload/system.slice/docker.service\n", "docker.service")]
    [InlineData("12:pids:/system.slice/x.service\n1:name=systemd:/system.slice/sshd.service\n0::/\n", "sshd.service")]
    [InlineData("0::/\n", null)]
    [InlineData("", null)]
    public void Unit_IsTheInnermostOfThePath(string text, string? unit) => Assert.Equal(unit, ControlGroup.UnitOf(text));
}
