using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using ContainerNet.Collection;
using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Cmdlets.Completion;

/// <summary>Completes an argument with names that exist, on this host or in the snapshot that the command line names.</summary>
public abstract class FactCompleter : IArgumentCompleter
{
    // Longer than this feels like a hang at the prompt; then Tab gives nothing, silently.
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(2);

    private protected abstract FactKinds Needs { get; }

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        Snapshot? facts = Look(fakeBoundParameters?["Snapshot"]);
        return facts is null ? [] : Candidates.Select(Offers(facts), wordToComplete);
    }

    /// <summary>The names, each with a line that says what it is.</summary>
    private protected abstract IEnumerable<(string Name, string Meaning)> Offers(Snapshot facts);

    private Snapshot? Look(object? source)
    {
        try
        {
            return source switch
            {
                Snapshot facts => facts,
                PSObject { BaseObject: Snapshot facts } => facts,
                string path => SnapshotJson.Read(new LinuxHost(), Resolve(path)),
                _ => ReadHost(),
            };
        }
        catch (Exception problem) when (problem is ContainerNetException or OperationCanceledException or RuntimeException)
        {
            // A completer has no place to report to; the command itself will say what is wrong.
            return null;
        }
    }

    private Snapshot? ReadHost()
    {
        using CancellationTokenSource limit = new(s_limit);
        SnapshotCollector collector = new(new LinuxHost(), new CollectOptions { Kinds = Needs });
        Task<Snapshot> work = Task.Run(() => collector.CollectAsync(limit.Token));
        return Task.WaitAny([work], s_limit) < 0 ? null : work.GetAwaiter().GetResult();
    }

    private static string Resolve(string path)
    {
        using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        return shell.AddCommand("Convert-Path").AddParameter("LiteralPath", path).Invoke<string>().FirstOrDefault() ?? path;
    }
}
