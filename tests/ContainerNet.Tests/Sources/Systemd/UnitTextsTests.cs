using ContainerNet.Model;

namespace ContainerNet.Sources.Systemd;

public sealed class UnitTextsTests
{
    private const string Text = "[Service]\nExecStart=/usr/bin/podman run --name shop shop:1\n";

    private static readonly ContainerUnit s_unit = new() { Name = "shop.service", Command = ["podman", "run"] };

    [Fact]
    public void FileOfTheSystem_IsRead()
    {
        using FileTree tree = new FileTree().With("/etc/systemd/system/shop.service", Text);
        Assert.Equal(new ConfigurationText("/etc/systemd/system/shop.service", Text), Read(tree, "/etc/systemd/system/shop.service", user: null));
    }

    [Fact]
    public void FileBelowTheUsersHome_IsRead()
    {
        using FileTree tree = new FileTree().With("/home/sam/.config/systemd/user/shop.service", Text);
        Assert.NotNull(Read(tree, "/home/sam/.config/systemd/user/shop.service", "sam", "/home/sam"));
    }

    [Fact]
    public void HomeBehindALink_IsItsHomeAllTheSame()
    {
        using FileTree tree = new FileTree().With("/var/home/sam/.config/systemd/user/shop.service", Text).WithLink("/home", "/var/home");
        Assert.Equal(
            "/var/home/sam/.config/systemd/user/shop.service", Read(tree, "/home/sam/.config/systemd/user/shop.service", "sam", "/home/sam")?.Path);
    }

    [Theory]
    [InlineData("/etc/shadow", "/home/sam")]
    [InlineData("/home/samantha/shop.service", "/home/sam")]
    [InlineData("/home/sam/link.service", "/home/sam")]
    [InlineData("/home/sam/../samantha/shop.service", "/home/sam")]
    [InlineData("/home/sam/.config/systemd/user/shop.service", null)]
    [InlineData("/etc/shadow", "/")]
    public void WhatAUsersManagerTellsOfFilesOfOthers_IsNotRead(string file, string? home)
    {
        using FileTree tree = new FileTree().With("/etc/shadow", "root:$y$secret").With("/home/samantha/shop.service", Text)
            .With("/home/sam/.config/systemd/user/shop.service", Text).WithLink("/home/sam/link.service", "/etc/shadow");
        Assert.Null(Read(tree, file, "sam", home));
    }

    [Fact]
    public void FileThatIsNoText_OrTooLarge_IsNotRead()
    {
        using FileTree tree = new FileTree().With("/etc/a", [0xff, 0xfe]).With("/etc/b", new string('#', 300_000));
        Assert.Null(Read(tree, "/etc/a", user: null));
        Assert.Null(Read(tree, "/etc/b", user: null));
    }

    private static ConfigurationText? Read(FileTree tree, string file, string? user, string? home = null) =>
        UnitTexts.Read(tree.Host, s_unit with { SourceFile = file, User = user }, home);
}
