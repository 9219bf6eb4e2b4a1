namespace Portal.Components;

/// <summary>Short messages over a page. At most four are held; a fifth takes the place of the oldest.</summary>
public sealed class ToastState
{
    private const int Most = 4;
    private readonly List<Toast> _toasts = [];

    public Action? Changed { get; set; }

    public IReadOnlyList<Toast> Toasts => _toasts;

    /// <summary>Says that something was done; goes by itself.</summary>
    public void Done(string text) => Add(new Toast(text, bad: false));

    /// <summary>Says that something could not be done; stays until it is closed.</summary>
    public void Failed(string text) => Add(new Toast(text, bad: true));

    public void Close(Toast toast)
    {
        if (_toasts.Remove(toast))
        {
            Changed?.Invoke();
        }
    }

    private void Add(Toast toast)
    {
        if (_toasts.Count == Most)
        {
            _toasts.RemoveAt(0);
        }

        _toasts.Add(toast);
        Changed?.Invoke();
    }
}
