using System.Diagnostics;
using ContainerNet.Hosting;

namespace ContainerNet.Repairs;

/// <summary>Runs commands in a network namespace of its own, which goes with the process that holds it.</summary>
internal sealed class NamespaceHost : IHost, IDisposable
{
    private readonly Process _holder;
    private readonly LinuxHost _machine = new();

    public NamespaceHost()
    {
        _holder = Process.Start(new ProcessStartInfo("unshare", ["--net", "--", "sleep", "600"]))!;
        string own = File.ReadAllText("/proc/self/comm");
        while (File.ReadAllText($"/proc/{_holder.Id}/comm").Trim() != "sleep")
        {
            Assert.False(_holder.HasExited, $"{own}: unshare failed");
            Thread.Yield();
        }
    }

    public static bool IsPossible => OperatingSystem.IsLinux() && Environment.UserName == "root"
        && File.Exists("/usr/sbin/iptables-nft-restore") && File.Exists("/usr/bin/nsenter");

    /// <summary>A process of the namespace.</summary>
    public int ProcessId => _holder.Id;

    /// <summary>The machine as it is seen from the namespace, with what the kernel says of it.</summary>
    public IHost Entered => new EnteredHost(_machine, _holder.Id);

    public bool IsRoot => true;

    public DateTimeOffset Now => DateTimeOffset.UtcNow;

    public async Task<CommandResult> RunAsync(CommandLine command, CancellationToken cancellationToken)
    {
        ProcessStartInfo start = new("nsenter", [$"--net=/proc/{_holder.Id}/ns/net", "--", .. command.Arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(command.Input);
        process.StandardInput.Close();
        string output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        string error = await process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return new CommandResult { ExitCode = process.ExitCode, Output = output, Error = error };
    }

    /// <summary>The rules of a family in the kernel.</summary>
    public async Task<RuleModel> RulesAsync(string tool) => RuleModel.Parse((await RunAsync(CommandLine.Of(tool + "-save"), default)).Output);

    /// <summary>Puts rules into the kernel in place of all others.</summary>
    public async Task LoadAsync(string tool, RuleModel rules)
    {
        CommandResult result = await RunAsync(CommandLine.Of(tool + "-restore") with { Input = rules.Text() }, default);
        Assert.True(result.Succeeded, result.Error);
    }

    public FileReading ReadFile(string path) => throw new NotSupportedException();

    public IReadOnlyList<string>? ListDirectory(string path) => throw new NotSupportedException();

    public string? ReadLink(string path) => throw new NotSupportedException();

    public Task<HttpReply> GetAsync(string socket, string path, TimeSpan limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public IReadOnlyList<NetlinkMessage> DumpRoute(ushort messageType, ReadOnlySpan<byte> header) => throw new NotSupportedException();

    public void Dispose()
    {
        _holder.Kill();
        _holder.WaitForExit();
        _holder.Dispose();
        _machine.Dispose();
    }
}
