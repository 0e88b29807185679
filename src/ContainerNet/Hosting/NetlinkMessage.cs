namespace ContainerNet.Hosting;

/// <summary>One message of a netlink reply.</summary>
/// <param name="Type">Message type (nlmsg_type).</param>
/// <param name="Payload">What follows the nlmsghdr: the family's header and its attributes.</param>
public sealed record NetlinkMessage(ushort Type, byte[] Payload);
