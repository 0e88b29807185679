namespace ContainerNet.Hosting;

/// <summary>A look must not load a module.</summary>
public sealed class KernelModulesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("modules").FullName;

    public KernelModulesTests()
    {
        Directory.CreateDirectory($"{_folder}/sys/kernel");
        Directory.CreateDirectory($"{_folder}/6.12.48+deb13-amd64");
        File.WriteAllText($"{_folder}/sys/kernel/osrelease", "6.12.48+deb13-amd64\n");
        File.WriteAllText($"{_folder}/sys/kernel/modules_disabled", "0\n");
        File.WriteAllText($"{_folder}/modules", "act_mirred 20480 0 - Live 0x0000000000000000\nveth 45056 0 - Live 0x0\n");
        File.WriteAllText($"{_folder}/6.12.48+deb13-amd64/modules.builtin", "kernel/net/sched/cls_u32.ko\nkernel/fs/ext4/ext4.ko\n");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("act_mirred", true)]
    [InlineData("cls_u32", true)]
    [InlineData("sch_ingress", false)]
    [InlineData("act", false)]
    [InlineData("u32", false)]
    public void Module_IsThereWhenLoadedOrBuiltIn(string module, bool isThere) =>
        Assert.Equal(isThere, KernelModules.IsThere(_folder, _folder, module));

    [Fact]
    public void KernelWithoutModules_IsAsked()
    {
        File.Delete($"{_folder}/modules");
        Assert.True(KernelModules.IsThere(_folder, _folder, "sch_ingress"));
    }

    [Fact]
    public void KernelThatTakesNoMore_IsAsked()
    {
        File.WriteAllText($"{_folder}/sys/kernel/modules_disabled", "1\n");
        Assert.True(KernelModules.IsThere(_folder, _folder, "sch_ingress"));
    }

    [Fact]
    public void KernelWhoseListIsGone_CountsAsWithout()
    {
        Directory.Delete($"{_folder}/6.12.48+deb13-amd64", recursive: true);
        Assert.False(KernelModules.IsThere(_folder, _folder, "cls_u32"));
    }
}
