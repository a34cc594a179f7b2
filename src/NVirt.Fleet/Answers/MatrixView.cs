namespace NVirt.Fleet.Answers;

/// <summary>Whose view of a matrix is wanted.</summary>
public enum MatrixView
{
    /// <summary>Pairs of classes, and then the guests.</summary>
    Classes,
    /// <summary>Each guest, with the number of hosts that can take it.</summary>
    Guests,
    /// <summary>Each host, with the number of guests that it can take.</summary>
    Hosts,
}
