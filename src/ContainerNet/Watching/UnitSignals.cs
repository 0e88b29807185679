using System.Globalization;
using System.Text;
using ContainerNet.Sources;

namespace ContainerNet.Watching;

/// <summary>What systemd's signals say of its units (org.freedesktop.systemd1(5)).</summary>
internal sealed class UnitSignals
{
    internal const string Destination = "org.freedesktop.systemd1";
    internal const string ManagerPath = "/org/freedesktop/systemd1";
    internal const string Manager = "org.freedesktop.systemd1.Manager";
    private const string UnitPrefix = "/org/freedesktop/systemd1/unit/";
    private const int MostUnits = 4096;

    private readonly Dictionary<string, string> _states = new(StringComparer.Ordinal);

    /// <summary>The main processes that units had lately; a one-shot service's is told when it has ended already.</summary>
    public Recent<(int ProcessId, string Unit)> Processes { get; } = new(64);

    /// <summary>How a unit stands, as far as anybody said.</summary>
    public string? StateOf(string unit) => _states.GetValueOrDefault(unit);

    /// <summary>A state that is known from elsewhere.</summary>
    public void Know(string unit, string state) => _states[unit] = state;

    /// <summary>Takes a signal; what it says of a unit, if anything.</summary>
    /// <exception cref="FormatException">It is damaged.</exception>
    public UnitEvent? Take(BusMessage message, DateTimeOffset at) => (message.Type, message.Member, message.Body.Types) switch
    {
        (BusMessage.Signal, "JobRemoved", "uoss") => JobOf(message.Body, at),
        (BusMessage.Signal, "PropertiesChanged", "sa{sv}as") when message.Path.StartsWith(UnitPrefix, StringComparison.Ordinal) =>
            StateOf(message, at),
        _ => null,
    };

    /// <summary>The unit of an object path, in which what is no letter or digit is written as _xx.</summary>
    internal static string UnitOf(string path)
    {
        ReadOnlySpan<char> text = path.AsSpan(Math.Min(UnitPrefix.Length, path.Length));
        StringBuilder name = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '_' && i + 2 < text.Length
                && byte.TryParse(text.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte code))
            {
                name.Append((char)code);
                i += 2;
            }
            else
            {
                name.Append(text[i]);
            }
        }

        return ToolText.Clean(name.ToString());
    }

    private static UnitEvent JobOf(BusReader body, DateTimeOffset at)
    {
        body.Number();
        body.Text();
        string unit = ToolText.Clean(body.Text());
        return new UnitEvent { At = at, Unit = unit, State = $"job {ToolText.Clean(body.Text())}" };
    }

    private UnitEvent? StateOf(BusMessage message, DateTimeOffset at)
    {
        string unit = UnitOf(message.Path);
        string? state = null;
        BusReader body = message.Body;
        body.Text();
        body.Variants((name, type) =>
        {
            if (name == "ActiveState" && type == "s")
            {
                state = ToolText.Clean(body.Text());
            }
            else if (name is "MainPID" or "ControlPID" or "ExecMainPID" && type == "u" && body.Number() is > 0 and <= int.MaxValue and uint id)
            {
                Processes.Add(((int)id, unit));
            }
        });

        if (state is null || state == StateOf(unit) || (_states.Count >= MostUnits && !_states.ContainsKey(unit)))
        {
            return null;
        }

        _states[unit] = state;
        return new UnitEvent { At = at, Unit = unit, State = state };
    }
}
