using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ContainerNet.Hosting;
using ContainerNet.Repairs;
using ContainerNet.Repairs.Running;

namespace ContainerNet.Lab.Repairer;

/// <summary>
/// Kills a running repair again and again: before each of its changes, amid each transaction, and at random moments. After each
/// kill the host must be in the old or the new state, step by step; the journal must say which; and Undo must give the old
/// state back, or a new repair the new one.
/// </summary>
internal sealed class Storm
{
    private const int RepairAgainEvery = 20;

    private readonly LinuxHost _host;
    private readonly string _file;
    private readonly int _kills;
    private readonly Random _random;
    private readonly RepairPlan _plan;
    private readonly RepairRunner _runner;
    private readonly SortedDictionary<string, int> _seen = new(StringComparer.Ordinal);
    private HostState _old = null!;
    private HostState _new = null!;

    public Storm(LinuxHost host, string file, int kills, int seed)
    {
        _host = host;
        _file = file;
        _kills = kills;
        _random = new Random(seed);
        _plan = JsonSerializer.Deserialize<RepairPlan>(File.ReadAllText(file))!;
        _runner = new RepairRunner(host);
    }

    /// <summary>Prints what was seen; exit status 1 and the reason when something was not as it must be.</summary>
    public async Task<int> RunAsync()
    {
        _old = await HostState.ReadAsync(_host, _plan);
        (int changes, TimeSpan length) = await UndisturbedAsync();
        for (int i = 0; i < 2; i++)
        {
            // The shortest of three: a busy machine would else have most kills come when all is done.
            (_, TimeSpan other) = await UndisturbedAsync();
            length = other < length ? other : length;
        }

        long start = Stopwatch.GetTimestamp();
        for (int kill = 0; kill < _kills; kill++)
        {
            await KillAsync(kill, changes, length);
            string? wrong = await LookAsync() ?? await RestoreAsync(again: kill % RepairAgainEvery == RepairAgainEvery - 1);
            if (wrong is not null)
            {
                Console.WriteLine($"kill {kill}: {wrong}");
                return 1;
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{_kills} kills of {_plan.Steps.Count} steps, {changes} changes, {length.TotalMilliseconds:0} ms, took {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s"));
        foreach ((string what, int count) in _seen)
        {
            Console.WriteLine($"{what}: {count}");
        }

        return 0;
    }

    /// <summary>Once to the end: what the new state is, how many changes lead there, and how long it takes.</summary>
    private async Task<(int Changes, TimeSpan Length)> UndisturbedAsync()
    {
        using Process repair = Start([]);
        await repair.StandardOutput.ReadLineAsync();
        long begin = Stopwatch.GetTimestamp();
        string rest = await repair.StandardOutput.ReadToEndAsync();
        TimeSpan length = Stopwatch.GetElapsedTime(begin);
        await repair.WaitForExitAsync();
        string last = rest.TrimEnd().Split('\n')[^1];
        _new = await HostState.ReadAsync(_host, _plan);
        await UndoAllAsync();
        HostState back = await HostState.ReadAsync(_host, _plan);
        return last.StartsWith("changes ", StringComparison.Ordinal) && back.Difference(_old).Length == 0
            ? (int.Parse(last[8..], CultureInfo.InvariantCulture), length)
            : throw new InvalidOperationException($"undisturbed: {rest} {back.Difference(_old)}");
    }

    /// <summary>The first ones at each boundary in turn; then amid each change and by the clock, one about the other.</summary>
    private async Task KillAsync(int kill, int changes, TimeSpan length)
    {
        bool random = kill >= changes && (kill % 2 == 0 || kill >= 3 * changes);
        int number = kill < changes ? kill : (kill - changes) / 2 % changes;
        string[] end = [kill < changes ? "die" : "amid", number.ToString(CultureInfo.InvariantCulture)];
        using Process repair = Start(random ? [] : end);
        if (random)
        {
            await repair.StandardOutput.ReadLineAsync();
            // Rather late than early: the first half only reads.
            long moment = Stopwatch.GetTimestamp() + (long)(Math.Sqrt(_random.NextDouble()) * 1.05 * length.TotalSeconds * Stopwatch.Frequency);
            SpinWait.SpinUntil(() => Stopwatch.GetTimestamp() >= moment);
            repair.Kill(); // SIGKILL, and only to it: the programs that it has started live on
        }

        await repair.WaitForExitAsync();
    }

    private async Task<string?> LookAsync()
    {
        // Who comes next waits as every repair does.
        LinuxChanges changes = new(_host);
        using (IDisposable held = await LockAsync(changes))
        {
            HostState now = await HostState.ReadAsync(_host, _plan);
            JournalRecord? record = _runner.Journal.ReadAll().FirstOrDefault(r => r.State != RepairState.Undone);
            int started = record is null or { State: RepairState.Planned } ? 0 : record.Started;
            int finished = record?.Finished ?? 0;
            int applied = 0;
            for (int i = 0; i < _plan.Steps.Count; i++)
            {
                string part = HostState.PartOf(_plan.Steps[i]);
                bool isNew = now.Same(_new, part);
                if (!isNew && !now.Same(_old, part))
                {
                    return $"{part} is in neither state: {now.Difference(_old)}";
                }

                if ((i < finished && !isNew) || (i >= started && isNew))
                {
                    return $"step {i} is {(isNew ? "new" : "old")}, and the journal says {record}";
                }

                applied += isNew ? 1 : 0;
            }

            string journal = record is null ? "no record" : $"{record.State} {record.Started} begun {record.Finished} done";
            string seen = $"{journal}, host {applied} of {_plan.Steps.Count} new";
            _seen[seen] = _seen.GetValueOrDefault(seen) + 1;
            return null;
        }
    }

    private async Task<string?> RestoreAsync(bool again)
    {
        if (again)
        {
            // Forwarding that was switched on and not yet written to a file is another finding, with the same repair.
            string what = _plan.Code == "CN3001" ? "docker" : $"{_plan.Code},CN1002";
            RepairPlan rest = await Program.PlanAsync(_host, what, orNothing: _plan);
            await _runner.ApplyAsync(rest, CancellationToken.None);
            HostState whole = await HostState.ReadAsync(_host, _plan);
            if (whole.Difference(_new) is { Length: > 0 } missing)
            {
                return $"repaired again, it is not in the new state: {missing}";
            }

            _seen["repaired again"] = _seen.GetValueOrDefault("repaired again") + 1;
        }

        await UndoAllAsync();
        HostState back = await HostState.ReadAsync(_host, _plan);
        return back.Difference(_old) is { Length: > 0 } difference ? $"undone, it is not in the old state: {difference}" : null;
    }

    /// <summary>The newest first. What Undo says it has done is taken out of the journal, so that the next look is quick.</summary>
    private async Task UndoAllAsync()
    {
        foreach (RepairResult repair in _runner.History())
        {
            await _runner.UndoAsync(repair.Id, CancellationToken.None);
            _runner.Journal.Remove(repair.Id);
        }
    }

    private static async Task<IDisposable> LockAsync(LinuxChanges changes)
    {
        while (true)
        {
            if (changes.TryLock("/run/containernet.lock") is { } held)
            {
                return held;
            }

            await Task.Delay(5);
        }
    }

    private Process Start(IReadOnlyList<string> end)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!) { RedirectStandardOutput = true, UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(Program).Assembly.Location);
        }

        foreach (string argument in (string[])["apply", _file, .. end])
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }
}
