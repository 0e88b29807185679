using System.Net.Sockets;
using System.Text;

namespace ContainerNet.Repairs.Running;

/// <summary>The native protocol of systemd's journal.</summary>
public sealed class SystemdJournalTests
{
    [Fact]
    public void PlainValue_IsALine() =>
        Assert.Equal("MESSAGE=all is well\nPRIORITY=6\n", Text(("MESSAGE", "all is well"), ("PRIORITY", "6")));

    [Fact]
    public void ValueWithLineEnds_CarriesItsLength() => Assert.Equal(
        "MESSAGE\n\u0009\0\0\0\0\0\0\0a\nROOT=no\n"u8.ToArray().Length,
        SystemdJournal.Encode([new("MESSAGE", "a\nROOT=no")]).Length);

    [Fact]
    public void ValueWithLineEnds_MakesNoFieldOfItsOwn()
    {
        byte[] datagram = SystemdJournal.Encode([new("MESSAGE", "a\nROOT=no")]);

        Assert.Equal("MESSAGE\n"u8.ToArray(), datagram[..8]);
        Assert.Equal(9L, BitConverter.ToInt64(datagram, 8));
        Assert.Equal("a\nROOT=no\n"u8.ToArray(), datagram[16..]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("_UID")]
    [InlineData("message")]
    [InlineData("A=B")]
    public void NameThatIsNone_IsRefused(string name) =>
        Assert.Throws<ArgumentException>(() => SystemdJournal.Encode([new(name, "x")]));

    [Fact]
    public void NoJournal_IsNoFailure() =>
        Assert.False(new SystemdJournal("/run/containernet-no-such-socket").Write([new("MESSAGE", "x")]));

    [Fact]
    public void Entry_ArrivesAsOneDatagram()
    {
        string folder = Directory.CreateTempSubdirectory("containernet-").FullName;
        try
        {
            using Socket journal = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            journal.Bind(new UnixDomainSocketEndPoint(Path.Combine(folder, "socket")));

            Assert.True(new SystemdJournal(Path.Combine(folder, "socket")).Write([new("MESSAGE", "hello")]));

            byte[] buffer = new byte[100];
            Assert.Equal("MESSAGE=hello\n", Encoding.UTF8.GetString(buffer, 0, journal.Receive(buffer)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Text(params (string Name, string Value)[] fields) => Encoding.UTF8.GetString(
        SystemdJournal.Encode(fields.Select(f => new KeyValuePair<string, string>(f.Name, f.Value))));
}
