using System.Runtime.InteropServices;
using ContainerNet.Model;

namespace ContainerNet.Paths.Rules;

/// <summary>Addresses and ports of one direction.</summary>
/// <param name="Source">Source address; IPv4 in the low 32 bits.</param>
/// <param name="Destination">Destination address.</param>
/// <param name="SourcePort">Source port.</param>
/// <param name="DestinationPort">Destination port.</param>
/// <param name="Protocol">The transport's number.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PacketTuple(
    WideNumber Source, WideNumber Destination, int SourcePort, int DestinationPort, byte Protocol);
