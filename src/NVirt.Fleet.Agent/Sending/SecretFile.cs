using System.Text;
using NVirt.Xml;

namespace NVirt.Fleet.Agent.Sending;

/// <summary>Files with secrets. No message shows what is in them.</summary>
internal static class SecretFile
{
    private const int MostBytes = 4096;

    /// <summary>The token in a file, which not everybody may read.</summary>
    /// <exception cref="AgentException">It cannot be read, anybody may read it, or it is no token.</exception>
    public static string ReadToken(string file)
    {
        RequirePrivate(file);
        try
        {
            using FileStream stream = PlainFile.Open(file);
            byte[] bytes = new byte[Math.Min(stream.Length, MostBytes + 1)];
            stream.ReadExactly(bytes);
            string token = Encoding.UTF8.GetString(bytes).Trim();
            return bytes.Length <= MostBytes && IsToken(token) ? token : throw new AgentException(Text.Of(Messages.Secret_NoToken, file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AgentException(Text.Of(Messages.Secret_Unreadable, file, e.Message), e);
        }
    }

    /// <summary>Refuses a file that anybody may read or write.</summary>
    /// <exception cref="AgentException">Anybody may, or it is not there.</exception>
    public static void RequirePrivate(string file)
    {
        try
        {
            if (!OperatingSystem.IsWindows()
                && (File.GetUnixFileMode(file) & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite)) != UnixFileMode.None)
            {
                throw new AgentException(Text.Of(Messages.Secret_Open, file));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AgentException(Text.Of(Messages.Secret_Unreadable, file, e.Message), e);
        }
    }

    /// <summary>Whether it can stand in a header as it is.</summary>
    public static bool IsToken(string text) => text.Length is > 0 and <= MostBytes && text.All(c => c is > ' ' and < '\x7f');
}
