namespace ContainerNet.Hosting;

/// <summary>One end of a veth pair to be made.</summary>
/// <param name="Name">The interface's name.</param>
/// <param name="HardwareAddress">Its hardware address.</param>
internal sealed record VethEnd(string Name, byte[] HardwareAddress);
