using Microsoft.Win32.SafeHandles;

namespace ContainerNet.Hosting;

/// <summary>Puts many questions in the network namespace of a process: one thread enters it once, and one socket serves all
/// questions of a protocol. A hundred containers are visited in a look, so each socket and each thread counts.</summary>
internal static class NamespaceVisit
{
    private const ushort TablesSubsystem = NetfilterMessage.TablesSubsystem;

    /// <summary>The answers, in the order of the questions.</summary>
    /// <exception cref="ContainerNetException">NamespaceNotFound, PermissionDenied.</exception>
    public static IReadOnlyList<NetlinkAnswer> Ask(int processId, IReadOnlyList<NetlinkQuestion> questions) =>
        NamespaceThread.Run(processId, () => AskHere(questions));

    /// <summary>As above, in the namespace of the calling thread.</summary>
    internal static IReadOnlyList<NetlinkAnswer> AskHere(IReadOnlyList<NetlinkQuestion> questions)
    {
        Dictionary<NetlinkProtocol, SafeFileHandle> sockets = [];
        try
        {
            NetlinkAnswer[] answers = new NetlinkAnswer[questions.Count];
            for (int index = 0; index < answers.Length; index++)
            {
                answers[index] = Answer(questions[index], sockets);
            }

            return answers;
        }
        finally
        {
            foreach (SafeFileHandle socket in sockets.Values)
            {
                socket.Dispose();
            }
        }
    }

    private static NetlinkAnswer Answer(NetlinkQuestion question, Dictionary<NetlinkProtocol, SafeFileHandle> sockets)
    {
        if (!IsModuleThere(question))
        {
            return new NetlinkAnswer(null, null);
        }

        try
        {
            if (!sockets.TryGetValue(question.Protocol, out SafeFileHandle? socket))
            {
                sockets[question.Protocol] = socket = NetlinkRequest.Open((int)question.Protocol);
            }

            NetlinkSink sink = new();
            NetlinkRequest.Dump(socket, question.Type, question.Payload, sink);
            return new NetlinkAnswer(sink.Messages, null);
        }
        catch (ContainerNetException e) when (e.Problem == Problem.NetlinkRefused)
        {
            return new NetlinkAnswer(null, e.Message);
        }
    }

    private static bool IsModuleThere(NetlinkQuestion question) => question.Protocol switch
    {
        NetlinkProtocol.Sockets => KernelModules.Has("tcp_diag"),
        NetlinkProtocol.Netfilter => question.Type >> 8 != TablesSubsystem || KernelModules.Has("nf_tables"),
        _ => true,
    };
}
