using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using ContainerNet.Hosting;
using ContainerNet.Interop;
using ContainerNet.Model;
using Microsoft.Win32.SafeHandles;

namespace ContainerNet.Probes;

/// <summary>
/// Another machine, made of a network namespace and a cable to this host. The namespace has no name and lives as long as
/// this process holds it; the cable dies with it, so that nothing is left behind, however the process ends.
/// </summary>
public sealed class ExternalVantage : IAsyncDisposable
{
    /// <summary>Why it reaches no IPv6 address where <see cref="CannotReach"/>.</summary>
    internal const string NoIPv6 = "IPv6 is switched off on this host";

    private const string NamePrefix = Link.ProbeCable;
    private const string Peer = "uplink0";

    // Locally administered, so that both ends know each other without asking (arp_ignore may forbid an answer).
    private static readonly byte[] s_hostHardware = [0x02, 0x63, 0x6e, 0, 0, 1];
    private static readonly byte[] s_peerHardware = [0x02, 0x63, 0x6e, 0, 0, 2];

    private readonly SafeFileHandle _namespace;
    private readonly ZoneBinding? _zone;
    private readonly int _index;

    private readonly IReadOnlyList<UplinkEntrance> _entrances;

    private ExternalVantage(
        SafeFileHandle file, string name, int index, ZoneBinding? zone, IReadOnlyList<UplinkEntrance> entrances)
    {
        _namespace = file;
        _index = index;
        _zone = zone;
        _entrances = entrances;
        InterfaceName = name;
    }

    /// <summary>The host's end of the cable.</summary>
    public string InterfaceName { get; }

    /// <summary>Its own addresses, one a family.</summary>
    internal IReadOnlyList<IPAddress> Addresses { get; private init; } = [];

    /// <summary>Can it speak IPv6?</summary>
    public bool HasIPv6 => _entrances.Any(e => e.IsIPv6);

    /// <summary>Is it an address of IPv6 on a host where that is switched off?</summary>
    internal bool CannotReach(IPAddress target) =>
        !HasIPv6 && target.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;

    /// <summary>Do its packets to an address come into the host by the uplink, as a real client's do? If not, then by
    /// <see cref="InterfaceName"/>, which rules for the uplink do not name.</summary>
    public bool IsByUplink(IPAddress target) => EntranceFor(target) is { IsByUplink: true };

    /// <summary>How packets to an address differ from those of a real machine behind the uplink.</summary>
    public string NoteFor(IPAddress target) => EntranceFor(target)?.Note(InterfaceName) ?? "";

    /// <summary>The same, where it may be why a probe met what it met. An answer that came is what a real client would get, if
    /// the packet came in as a real client's. Where none came, the way of the answer may be why.</summary>
    internal string NoteFor(IPAddress target, PortState met) =>
        met != PortState.Open && (met is PortState.Filtered or PortState.Unknown || !IsByUplink(target)) ? NoteFor(target) : "";

    /// <summary>Makes one. Its packets come in by the uplink where the host's reverse path checks let them; else by an
    /// interface with the uplink's forwarding and reverse path filter, and in its firewalld zone.</summary>
    /// <exception cref="ContainerNetException">PermissionDenied, NetlinkRefused, TargetNotFound.</exception>
    public static async Task<ExternalVantage> CreateAsync(
        IHost host, Snapshot facts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(facts);
        Uplink uplink = Uplink.Of(facts, AddressFamily.IPv4) ?? Uplink.Of(facts, AddressFamily.IPv6)
            ?? throw new ContainerNetException(
                Problem.TargetNotFound, "uplink", "This host has no address that another machine could reach.");
        SafeFileHandle file = MakeNamespace();
        int index = 0;
        try
        {
            string name = AddCable(file);
            index = LinkChange.IndexOf(name);
            InterfaceSwitches.Copy(uplink.Link.Name, name);
            IReadOnlyList<VantageAddresses> pairs = VantageAddresses.Choose(facts, NumberOf(name));
            Connect(file, index, pairs);
            IReadOnlyList<UplinkEntrance> entrances = UplinkEntrance.Open(facts, index, pairs);

            // Answers need no zone: firewalld lets go out what belongs to a connection, wherever it leaves.
            ZoneBinding? zone = entrances.FirstOrDefault(e => !e.IsByUplink) is { } direct
                ? await ZoneBinding.JoinAsync(host, facts, direct.Uplink, name, cancellationToken)
                : null;
            return new ExternalVantage(file, name, index, zone, entrances) { Addresses = [.. pairs.Select(p => p.Client)] };
        }
        catch
        {
            TryRemove(index);
            file.Dispose();
            throw;
        }
    }

    /// <summary>Runs code on the other machine; sockets made there stay there.</summary>
    internal T Run<T>(Func<T> work) => NamespaceThread.Run(_namespace, InterfaceName, work);

    /// <summary>Takes everything away again.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_zone is not null)
        {
            await _zone.DisposeAsync();
        }

        TryRemove(_index);
        _namespace.Dispose();
    }

    private static int NumberOf(string name) => int.Parse(name.AsSpan(NamePrefix.Length), CultureInfo.InvariantCulture);

    private static SafeFileHandle MakeNamespace()
    {
        SafeFileHandle? file = null;
        string? error = null;
        Thread thread = new(() =>
        {
            if (NativeUnshare.Leave(NativeSetNamespace.Network) != 0)
            {
                error = Marshal.GetLastPInvokeErrorMessage();
                return;
            }

            try
            {
                file = File.OpenHandle("/proc/thread-self/ns/net");
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                error = e.Message;
            }
        }) { IsBackground = true, Name = "netns" };
        thread.Start();
        thread.Join();
        return file ?? throw new ContainerNetException(
            Problem.PermissionDenied, "external", $"Cannot make a network namespace to probe from: {error}. Run as root.");
    }

    /// <summary>The cable, under the first free name: another probe may be running.</summary>
    private static string AddCable(SafeFileHandle file)
    {
        ContainerNetException? last = null;
        for (int i = 0; i < VantageAddresses.MostCables; i++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"{NamePrefix}{i}");
            if (NativeInterfaceIndex.Of(name) != 0)
            {
                continue;
            }

            try
            {
                LinkChange.AddVeth(new(name, s_hostHardware), new(Peer, s_peerHardware), file);
                return name;
            }
            catch (ContainerNetException e) when (NativeInterfaceIndex.Of(name) != 0)
            {
                last = e;
            }
        }

        throw last ?? new ContainerNetException(
            Problem.RepairConflict, NamePrefix,
            $"There are {VantageAddresses.MostCables} interfaces called {NamePrefix}N already.");
    }

    private UplinkEntrance? EntranceFor(IPAddress target)
    {
        ArgumentNullException.ThrowIfNull(target);
        bool isIPv6 = target.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;
        return _entrances.FirstOrDefault(e => e.IsIPv6 == isIPv6);
    }

    /// <summary>Addresses and routes on both ends.</summary>
    private static void Connect(SafeFileHandle file, int index, IReadOnlyList<VantageAddresses> pairs)
    {
        LinkChange.SetUp(index);
        NamespaceThread.Run(file, Peer, () =>
        {
            int peer = LinkChange.IndexOf(Peer);
            LinkChange.SetUp(LinkChange.IndexOf("lo"));
            LinkChange.SetUp(peer);
            foreach (VantageAddresses pair in pairs)
            {
                LinkChange.AddAddress(peer, pair.Client, pair.Client.GetAddressBytes().Length == 4 ? (byte)32 : (byte)128);
                LinkChange.AddNeighbour(peer, pair.Host, s_hostHardware);
                LinkChange.AddRoute(peer, pair.Host, gateway: null, source: null);
                LinkChange.AddRoute(peer, destination: null, pair.Host, source: null);
            }

            return true;
        });
        foreach (VantageAddresses pair in pairs)
        {
            LinkChange.AddNeighbour(index, pair.Client, s_peerHardware);
            LinkChange.AddRoute(index, pair.Client, gateway: null, pair.Host);
        }
    }

    private static void TryRemove(int index)
    {
        try
        {
            if (index > 0)
            {
                LinkChange.Remove(index);
            }
        }
        catch (ContainerNetException)
        {
            // It goes with the namespace in any case.
        }
    }
}
