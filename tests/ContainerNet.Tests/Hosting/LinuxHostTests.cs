using System.Diagnostics;

namespace ContainerNet.Hosting;

public sealed class LinuxHostTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly LinuxHost _host = new();

    public void Dispose()
    {
        _host.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void FileOfProcfs_IsReadThoughItsLengthIsZero() =>
        Assert.Contains("Name:", _host.ReadFile("/proc/self/status").Text, StringComparison.Ordinal);

    [Fact]
    public void LargeFile_IsReadWhole()
    {
        byte[] content = new byte[300_000];
        Random.Shared.NextBytes(content);
        File.WriteAllBytes(_folder.In("f"), content);
        Assert.Equal(content, _host.ReadFile(_folder.In("f")).Content);
    }

    [Fact]
    public void EmptyFile_IsReadAsNothing()
    {
        File.WriteAllText(_folder.In("f"), "");
        FileReading reading = _host.ReadFile(_folder.In("f"));
        Assert.True(reading.IsRead);
        Assert.Empty(reading.Content);
    }

    [Fact]
    public void BytesThatAreNoUtf8_AreReplacedInTheTextOnly()
    {
        File.WriteAllBytes(_folder.In("f"), [0x61, 0xff, 0x62]);
        FileReading reading = _host.ReadFile(_folder.In("f"));
        Assert.Equal("a\ufffdb", reading.Text);
        Assert.Equal([0x61, 0xff, 0x62], reading.Content);
    }

    [Fact]
    public void MissingFile_IsAbsent() => Assert.Equal(FileStatus.Absent, _host.ReadFile(_folder.In("none")).Status);

    [Fact]
    public void PathThroughAFile_IsAbsent()
    {
        File.WriteAllText(_folder.In("f"), "");
        Assert.Equal(FileStatus.Absent, _host.ReadFile(_folder.In("f/below")).Status);
    }

    [Fact]
    public void KindOfAPath_FollowsLinks()
    {
        File.WriteAllText(_folder.In("f"), "");
        File.CreateSymbolicLink(_folder.In("to-file"), _folder.In("f"));
        File.CreateSymbolicLink(_folder.In("to-folder"), _folder.Path);
        File.CreateSymbolicLink(_folder.In("to-nothing"), "/nowhere/at/all");

        Assert.Equal(
            [FileKind.File, FileKind.File, FileKind.Folder, FileKind.Folder, FileKind.File, FileKind.Absent, FileKind.Absent, FileKind.Absent],
            new[] { _folder.In("f"), _folder.In("to-file"), _folder.In("to-folder"), _folder.Path, "/dev/null", _folder.In("to-nothing"), _folder.In("none"), _folder.In("f/below") }
                .Select(p => _host.KindOf(p)!.Value));
        Assert.Equal(FileKind.Absent, _host.KindOf(_folder.In("none/below")));
    }

    [Fact]
    public void DanglingLink_IsAbsent()
    {
        File.CreateSymbolicLink(_folder.In("l"), "/nowhere/at/all");
        Assert.Equal(FileStatus.Absent, _host.ReadFile(_folder.In("l")).Status);
        Assert.Equal("/nowhere/at/all", _host.ReadLink(_folder.In("l")));
    }

    [Fact]
    public void LinkToItself_IsUnreadable()
    {
        File.CreateSymbolicLink(_folder.In("l"), _folder.In("l"));
        Assert.Equal(FileStatus.Unreadable, _host.ReadFile(_folder.In("l")).Status);
    }

    [Fact]
    public void Directory_IsUnreadable()
    {
        FileReading reading = _host.ReadFile(_folder.Path);
        Assert.Equal(FileStatus.Unreadable, reading.Status);
        Assert.Contains("directory", reading.Error, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void FileWithoutEnd_IsUnreadable() =>
        Assert.Equal(FileStatus.Unreadable, _host.ReadFile("/dev/zero").Status);

    [Fact]
    public async Task Fifo_DoesNotHoldUs()
    {
        await _host.RunAsync(CommandLine.Of("mkfifo", _folder.In("p")), CancellationToken.None);
        FileReading reading = await Task.Run(() => _host.ReadFile(_folder.In("p"))).WaitAsync(TimeSpan.FromSeconds(5));
        Assert.Empty(reading.Content);
    }

    [Fact]
    public void NullInAPath_IsAbsent()
    {
        Assert.Equal(FileStatus.Absent, _host.ReadFile("/etc/passwd\0x").Status);
        Assert.Null(_host.ReadLink("/proc/self/exe\0x"));
    }

    [Fact]
    public void SecretFile_IsDeniedUnlessRoot()
    {
        FileReading reading = _host.ReadFile("/etc/shadow");
        Assert.Equal(_host.IsRoot ? FileStatus.Read : FileStatus.Denied, reading.Status);
    }

    [Fact]
    public void Folder_ListsHiddenNamesToo()
    {
        File.WriteAllText(_folder.In(".hidden"), "");
        Directory.CreateDirectory(_folder.In("sub"));
        Assert.Equal([".hidden", "sub"], _host.ListDirectory(_folder.Path)!.Order(StringComparer.Ordinal));
        Assert.Null(_host.ListDirectory(_folder.In("none")));
        Assert.Null(_host.ListDirectory(_folder.In(".hidden")));
    }

    [Fact]
    public void Root_PutsEveryPathBelowIt()
    {
        Directory.CreateDirectory(_folder.In("etc"));
        File.WriteAllText(_folder.In("etc/hostname"), "other\n");
        using LinuxHost rooted = new(_folder.Path);
        Assert.Equal("other\n", rooted.ReadFile("/etc/hostname").Text);
        Assert.Equal(["hostname"], rooted.ListDirectory("/etc"));
        Assert.Null(rooted.DumpTcpListeners(1));
    }

    [Fact]
    public async Task Program_GivesOutputErrorAndStatus()
    {
        CommandResult result = await RunAsync("sh", "-c", "echo out; echo err >&2; exit 3");
        Assert.Equal((3, "out\n", "err\n"), (result.ExitCode, result.Output, result.Error));
    }

    [Fact]
    public async Task Arguments_PassNoShell()
    {
        CommandResult result = await RunAsync("printf", "%s|", "a b", "$HOME", "`id`", "", "\"");
        Assert.Equal("a b|$HOME|`id`||\"|", result.Output);
    }

    [Fact]
    public async Task Input_IsGivenAndThenEnds()
    {
        CommandResult result = await _host.RunAsync(
            CommandLine.Of("cat") with { Input = "käse\n" }, CancellationToken.None);
        Assert.Equal("käse\n", result.Output);
        Assert.Equal("", (await RunAsync("cat")).Output);
    }

    [Fact]
    public async Task InputThatNobodyReads_IsNoError()
    {
        CommandResult result = await _host.RunAsync(
            CommandLine.Of("true") with { Input = new string('x', 1 << 20) }, CancellationToken.None);
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task BothStreamsFull_DoNotBlockEachOther()
    {
        CommandResult result = await RunAsync("sh", "-c", "head -c 2000000 /dev/zero >&2; head -c 2000000 /dev/zero");
        Assert.Equal((2_000_000, 2_000_000), (result.Output.Length, result.Error.Length));
    }

    [Fact]
    public async Task Environment_HasTheLanguageCAndTheFoldersOfAdministration()
    {
        CommandResult result = await RunAsync("sh", "-c", "echo $LC_ALL; echo $PATH");
        Assert.StartsWith("C\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("/usr/sbin", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownProgram_IsMissing()
    {
        ContainerNetException error = await Assert.ThrowsAsync<ContainerNetException>(() => RunAsync("no-such-program"));
        Assert.Equal((Problem.ToolMissing, "no-such-program"), (error.Problem, error.Target));
    }

    [Fact]
    public async Task ProgramThatHangs_IsStoppedWithItsChildren()
    {
        string note = _folder.In("pid");
        Stopwatch watch = Stopwatch.StartNew();
        ContainerNetException error = await Assert.ThrowsAsync<ContainerNetException>(() => _host.RunAsync(
            CommandLine.Of("sh", "-c", $"sleep 60 & echo $! > {note}; wait") with { Limit = TimeSpan.FromMilliseconds(400) },
            CancellationToken.None));
        Assert.Equal(Problem.TimedOut, error.Problem);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20));
        string child = $"/proc/{File.ReadAllText(note).Trim()}/cmdline";
        for (int tries = 0; tries < 100 && _host.ReadFile(child).Content.Length > 0; tries++)
        {
            await Task.Delay(20);
        }

        Assert.Empty(_host.ReadFile(child).Content);
    }

    [Fact]
    public async Task Cancellation_StopsTheProgram()
    {
        using CancellationTokenSource stopping = new(100);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _host.RunAsync(CommandLine.Of("sleep", "60"), stopping.Token));
    }

    private Task<CommandResult> RunAsync(params string[] words) =>
        _host.RunAsync(CommandLine.Of(words), CancellationToken.None);
}
