using System.Globalization;
using System.Security.Cryptography;
using ContainerNet.Hosting;

namespace ContainerNet.Repairs.Running;

/// <summary>The journal: one file a repair, written durably before each step.</summary>
public sealed class RepairJournal
{
    /// <summary>Where the journal is.</summary>
    public const string Folder = "/var/lib/containernet/journal";

    private const string Extension = ".json";
    private const int PrivateMode = 0x180; // 600: the inverse of a repair is nobody else's to read

    private readonly IChangeHost _changes;

    /// <summary>A journal on a host.</summary>
    public RepairJournal(IChangeHost changes) => _changes = changes;

    /// <summary>A new record, not yet written.</summary>
    public JournalRecord Begin(RepairPlan plan)
    {
        DateTimeOffset at = _changes.Now;
        string time = at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        string code = new([.. plan.Code.Where(char.IsAsciiLetterOrDigit).Take(12)]);
        return new JournalRecord
        {
            Id = $"{time}-{code}-{RandomNumberGenerator.GetHexString(6, lowercase: true)}",
            Plan = plan,
            At = at,
            State = RepairState.Planned,
        };
    }

    /// <summary>Writes a record durably and gives it back.</summary>
    public JournalRecord Write(JournalRecord record)
    {
        _changes.WriteFile(PathOf(record.Id), JournalJson.Write(record), PrivateMode);
        return record;
    }

    /// <summary>Removes a record that has nothing left to take back.</summary>
    public void Remove(string id) => _changes.RemoveFile(PathOf(id));

    /// <summary>The record of that identifier.</summary>
    /// <exception cref="ContainerNetException">There is none, or it cannot be read.</exception>
    public JournalRecord Read(string id)
    {
        string path = PathOf(id);
        string text = _changes.ReadFile(path) ?? throw new ContainerNetException(
            Problem.TargetNotFound, id, $"The journal has no repair {id} ({path}).");
        return JournalJson.Read(text) ?? throw new ContainerNetException(
            Problem.SnapshotUnreadable, id, $"{path} is not a record of this journal.");
    }

    /// <summary>Every record that can be read, the oldest first.</summary>
    /// <param name="unreadable">Is told the path of each file that is no record.</param>
    public IReadOnlyList<JournalRecord> ReadAll(Action<string>? unreadable = null)
    {
        List<JournalRecord> records = [];
        foreach (string path in _changes.ListFiles(Folder).Where(f => f.EndsWith(Extension, StringComparison.Ordinal)))
        {
            if (_changes.ReadFile(path) is { } text && JournalJson.Read(text) is { } record)
            {
                records.Add(record);
            }
            else
            {
                unreadable?.Invoke(path);
            }
        }

        return records;
    }

    private static string PathOf(string id) =>
        id.Length is > 0 and < 80 && id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
            ? $"{Folder}/{id}{Extension}"
            : throw new ContainerNetException(Problem.TargetNotFound, id, $"{id} is not the identifier of a repair.");
}
