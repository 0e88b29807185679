using ContainerNet.Hosting;

namespace ContainerNet.Cli;

/// <summary>containernet diagnose, containernet repair and containernet snapshot.</summary>
internal static class CommandProgram
{
    internal static async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        try
        {
            Options options = Options.Parse(arguments);
            switch (options.Verb)
            {
                case Verb.Help:
                    await Console.Out.WriteLineAsync(HelpText.All);
                    return ExitStatus.Healthy;
                case Verb.Version:
                    await Console.Out.WriteLineAsync(HelpText.Version);
                    return ExitStatus.Healthy;
                case Verb.Snapshot:
                    return await SnapshotCommand.RunAsync(options, cancellationToken);
                case Verb.Repair:
                    return await RepairCommand.RunAsync(options, cancellationToken);
                default:
                    return await DiagnoseCommand.RunAsync(options, cancellationToken);
            }
        }
        catch (UsageException error)
        {
            await Console.Error.WriteLineAsync($"containernet: {TerminalText.Clean(error.Message)}");
            await Console.Error.WriteLineAsync(HelpText.Usage);
        }
        catch (ContainerNetException error)
        {
            await Console.Error.WriteLineAsync($"containernet: {TerminalText.Clean(error.Message)}");
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("containernet: stopped.");
        }

        return ExitStatus.CouldNotLook;
    }
}
