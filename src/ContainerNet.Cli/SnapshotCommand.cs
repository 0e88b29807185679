using ContainerNet.Collection;
using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Cli;

/// <summary>containernet snapshot.</summary>
internal static class SnapshotCommand
{
    internal static async Task<int> RunAsync(Options options, CancellationToken cancellationToken)
    {
        using LinuxHost live = new();
        RecordingHost? recording = options.Record is null ? null : new RecordingHost(live);
        SnapshotCollector collector = new((IHost?)recording ?? live, new CollectOptions { Engine = options.Engine });
        Snapshot facts = await collector.CollectAsync(cancellationToken);
        if (options.Record is not null)
        {
            SnapshotFile.Write(options.Record, recording!.ToJson());
        }

        byte[] json = options.Redact ? SnapshotJson.WriteRedacted(facts) : SnapshotJson.Write(facts);
        if (options.Out is null or "-")
        {
            using Stream output = Console.OpenStandardOutput();
            await output.WriteAsync(json, cancellationToken);
            output.WriteByte((byte)'\n');
        }
        else
        {
            SnapshotFile.Write(options.Out, json);
        }

        foreach (Gap gap in facts.Gaps)
        {
            await Console.Error.WriteLineAsync(TerminalText.Clean($"containernet: not read: {gap}. {gap.Remedy}"));
        }

        return facts.Has(FactKinds.Engines) ? ExitStatus.Healthy : ExitStatus.CouldNotLook;
    }
}
