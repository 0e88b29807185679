using System.Buffers;
using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using ContainerNet.Interop;

namespace ContainerNet.Hosting;

/// <summary>Runs programs with their arguments as they are, a time limit and an end to what they may print.</summary>
internal static class ProgramRunner
{
    private const int LimitBytes = 512 * 1024 * 1024;

    /// <summary>As much as a pipe holds (pipe(7)).</summary>
    private const int BufferBytes = 64 * 1024;

    /// <summary>What is shorter than this is read as it comes.</summary>
    private const int LongBytes = 512 * 1024;

    /// <summary>Where the tools of administration are, even for a user whose PATH leaves them out.</summary>
    private static readonly string[] s_folders =
        ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

    internal static async Task<CommandResult> RunAsync(CommandLine command, CancellationToken cancellationToken)
    {
        OutputText text = new();
        CommandResult result = await RunAsync(
            command, (stream, token) => DrainAsync(stream, command, text.Add, token), cancellationToken);
        return result with { Output = text.ToString() };
    }

    /// <summary>Hands over what it prints piece by piece, and keeps nothing of it. What is long is read on a thread of its own: a
    /// tool writes a page at a time, and each would else be a job for the pool.</summary>
    internal static Task<CommandResult> RunAsync(
        CommandLine command, Action<ReadOnlySpan<byte>> read, CancellationToken cancellationToken) => RunAsync(
            command,
            (stream, token) => Task.Factory.StartNew(
                () => Drain(stream, command, read, token), token, TaskCreationOptions.LongRunning, TaskScheduler.Default),
            cancellationToken);

    private static async Task<CommandResult> RunAsync(
        CommandLine command, Func<Stream, CancellationToken, Task> drain, CancellationToken cancellationToken)
    {
        using Process process = Start(command);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(command.Limit);
        await using CancellationTokenRegistration stop = limit.Token.Register(() => Stop(process));
        try
        {
            Task feed = FeedAsync(process, command.Input, limit.Token);
            OutputText words = new();
            Task output = drain(process.StandardOutput.BaseStream, limit.Token);
            Task error = DrainAsync(process.StandardError.BaseStream, command, words.Add, limit.Token);
            await Task.WhenAll(feed, output, error);
            await process.WaitForExitAsync(limit.Token);
            limit.Token.ThrowIfCancellationRequested();
            return new CommandResult { ExitCode = process.ExitCode, Output = "", Error = words.ToString() };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ContainerNetException(Problem.TimedOut, command.Arguments[0],
                $"{command} did not end within {command.Limit.TotalSeconds:0.#} s and was stopped.");
        }
        finally
        {
            Stop(process);
        }
    }

    private static Process Start(CommandLine command)
    {
        string program = command.Arguments[0];
        string search = SearchPath();
        ProcessStartInfo start = new(Locate(program, search) ?? throw Missing(program, null))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (string argument in command.Arguments.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["LC_ALL"] = "C";
        start.Environment["PATH"] = search;
        try
        {
            return Process.Start(start) ?? throw Missing(program, null);
        }
        catch (Win32Exception error) when (error.NativeErrorCode == ErrorNumber.NoEntry)
        {
            throw Missing(program, error);
        }
        catch (Win32Exception error)
        {
            Problem problem = error.NativeErrorCode is ErrorNumber.AccessDenied or ErrorNumber.NotPermitted
                ? Problem.PermissionDenied
                : Problem.ToolFailed;
            throw new ContainerNetException(problem, program, $"{program} could not be started: {error.Message}.", error);
        }
    }

    private static ContainerNetException Missing(string program, Exception? inner) =>
        new(Problem.ToolMissing, program, $"The program {program} is not installed.", inner);

    private static string SearchPath()
    {
        List<string> folders = [.. (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Where(Path.IsPathRooted)];
        folders.AddRange(s_folders.Except(folders, StringComparer.Ordinal));
        return string.Join(':', folders);
    }

    private static string? Locate(string program, string search)
    {
        if (program.Contains('/', StringComparison.Ordinal))
        {
            return File.Exists(program) ? program : null;
        }

        return search.Split(':').Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
    }

    private static async Task FeedAsync(Process process, string? input, CancellationToken cancellationToken)
    {
        try
        {
            if (input is not null)
            {
                await process.StandardInput.BaseStream.WriteAsync(Encoding.UTF8.GetBytes(input), cancellationToken);
            }

            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading what it was given; its exit status tells the rest.
        }
    }

    private static void Drain(
        Stream stream, CommandLine command, Action<ReadOnlySpan<byte>> read, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            long length = 0;
            while (stream.Read(buffer) is int count and > 0)
            {
                length += count;
                if (length > LimitBytes)
                {
                    throw TooLong(command);
                }

                read(buffer.AsSpan(0, count));
                if (length > LongBytes && count < BufferBytes / 4)
                {
                    // Let the tool fill the pipe: to be woken for every page would take as long as all else.
                    cancellationToken.WaitHandle.WaitOne(1);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static ContainerNetException TooLong(CommandLine command) => new(
        Problem.ToolFailed, command.Arguments[0], $"{command} printed more than {LimitBytes >> 20} MiB and was stopped.");

    private static async Task DrainAsync(
        Stream stream, CommandLine command, Action<ReadOnlySpan<byte>> read, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            long length = 0;
            while (await stream.ReadAsync(buffer, cancellationToken) is int count and > 0)
            {
                length += count;
                if (length > LimitBytes)
                {
                    throw TooLong(command);
                }

                read(buffer.AsSpan(0, count));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void Stop(Process process)
    {
        try
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It ended by itself meanwhile, or belongs to another user: nothing more can be done.
        }
    }
}
