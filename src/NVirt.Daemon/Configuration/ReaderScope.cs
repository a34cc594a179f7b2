using System.Text.Json.Serialization;

namespace NVirt.Daemon.Configuration;

/// <summary>Who may connect to the socket for reading.</summary>
internal enum ReaderScope
{
    [JsonStringEnumMemberName("everybody")]
    Everybody,

    [JsonStringEnumMemberName("group")]
    Group,

    [JsonStringEnumMemberName("nobody")]
    Nobody,
}
