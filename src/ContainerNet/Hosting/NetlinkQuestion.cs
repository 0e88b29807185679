namespace ContainerNet.Hosting;

/// <summary>A question for a whole table over netlink.</summary>
/// <param name="Protocol">Who is asked.</param>
/// <param name="Type">The message type: RTM_GET..., SOCK_DIAG_BY_FAMILY, or subsystem and command of netfilter.</param>
/// <param name="Payload">The family's header, and attributes that narrow the answer.</param>
public sealed record NetlinkQuestion(NetlinkProtocol Protocol, ushort Type, byte[] Payload);
