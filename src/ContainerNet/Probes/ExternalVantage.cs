using System.Globalization;
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
    private const string NamePrefix = "cnprobe";
    private const string Peer = "uplink0";
    private const int NameLimit = 32;

    // Locally administered, so that both ends know each other without asking (arp_ignore may forbid an answer).
    private static readonly byte[] s_hostHardware = [0x02, 0x63, 0x6e, 0, 0, 1];
    private static readonly byte[] s_peerHardware = [0x02, 0x63, 0x6e, 0, 0, 2];

    private readonly SafeFileHandle _namespace;
    private readonly ZoneBinding? _zone;
    private readonly int _index;

    private ExternalVantage(SafeFileHandle file, string name, int index, ZoneBinding? zone, string note, bool hasIPv6)
    {
        _namespace = file;
        _index = index;
        _zone = zone;
        InterfaceName = name;
        Note = note;
        HasIPv6 = hasIPv6;
    }

    /// <summary>The host's end of the cable.</summary>
    public string InterfaceName { get; }

    /// <summary>How it differs from a real machine behind the uplink.</summary>
    public string Note { get; }

    /// <summary>Can it speak IPv6?</summary>
    public bool HasIPv6 { get; }

    /// <summary>Makes one, joined to the host in the same way as the uplink: with its forwarding and reverse path filter,
    /// and in its firewalld zone.</summary>
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
            bool hasIPv6 = Connect(file, index, VantageAddresses.Choose(facts));
            ZoneBinding? zone = await ZoneBinding.JoinAsync(host, facts, uplink.Link.Name, name, cancellationToken);
            string note = string.Create(
                CultureInfo.InvariantCulture,
                $"seen through {name}: rules that name {uplink.Link.Name} do not see this probe");
            return new ExternalVantage(file, name, index, zone, note, hasIPv6);
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
        for (int i = 0; i < NameLimit; i++)
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
            Problem.RepairConflict, NamePrefix, $"There are {NameLimit} interfaces called {NamePrefix}N already.");
    }

    /// <summary>Addresses and routes on both ends.</summary>
    /// <returns>Whether IPv6 is there too.</returns>
    private static bool Connect(SafeFileHandle file, int index, IReadOnlyList<VantageAddresses> pairs)
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

        return pairs.Any(p => p.Client.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6);
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
